import type { Pool } from 'pg';
import type { Clock, Log } from '../platform/index.js';
import { noteChainReading, readLastFinal } from './anchor.store.js';
import { type ChainNode, ChainNodes } from './chain-nodes.js';
import { type NodeStanding, recheck } from './chain-recheck.js';

const observeMs = 1_000;
const recheckMs = 60_000;
/** When a node could not be judged, the next look comes sooner. */
const sooner = 15_000;

/** Watches the nodes of a chain: which one to work with, and whether what is settled still reads as it did. */
export class ChainWatch {
  private readonly nodes: ChainNodes;
  private readonly standing = new Map<ChainNode, NodeStanding['state']>();
  private observedAt = Number.NEGATIVE_INFINITY;
  private nextRecheck = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly pool: Pool,
    all: readonly ChainNode[],
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.nodes = new ChainNodes(all, clock);
  }

  /** At the start, then every minute. */
  isDue(): boolean {
    const now = this.clock();
    // Further off than any look is put off: the clock was set back.
    return now >= this.nextRecheck || this.nextRecheck - now > recheckMs;
  }

  /** Judges every node against the others and against the last final anchor. @throws LedgerFault */
  async recheck(): Promise<void> {
    const standings = await recheck(this.nodes.all, await readLastFinal(this.pool));
    const allGood = standings.every(({ state }) => state === 'good');
    this.nextRecheck = this.clock() + (allGood ? recheckMs : sooner);
    for (const standing of standings) this.take(standing);
  }

  /**
   * The node for one round. Once a second it is asked for its height first: that is when the chain was last read, which
   * verifiers tell; and a node that does not answer is set aside for the next one at once.
   */
  async choose(): Promise<ChainNode> {
    const inTurn = this.nodes.inTurn();
    const now = this.clock();
    if (Math.abs(now - this.observedAt) >= observeMs) {
      for (const node of inTurn) {
        const height = await node.chain.provider.getBlockNumber().catch(() => undefined);
        if (height === undefined) {
          this.nodes.setAside(node);
          continue;
        }
        // The verbs meet the same database, and say what ails it.
        await noteChainReading(this.pool, height, new Date(now)).catch(() => undefined);
        this.observedAt = now;
        return node;
      }
    }
    return inTurn[0]!;
  }

  /** Another node is tried first for a while. */
  failed(node: ChainNode): void {
    this.nodes.setAside(node);
  }

  private take({ node, state, reason }: NodeStanding): void {
    if (state !== 'good') this.nodes.setAside(node, sooner);
    if (this.standing.get(node) === state) return;
    const known = this.standing.has(node);
    this.standing.set(node, state);
    const said = { node: node.name, state, ...(reason === undefined ? {} : { reason }) };
    if (state !== 'good') this.log.warn(said, 'a node of the chain is passed over');
    else if (known) this.log.info(said, 'a node of the chain is good again');
  }
}
