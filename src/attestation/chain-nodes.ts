import type { Clock } from '../platform/index.js';
import type { LedgerChain } from './chain.js';
import type { Finality } from './finality.js';

/** One node of the chain, and the log's place as this node shows it. */
export interface ChainNode {
  /** see `nodeName` */
  readonly name: string;
  readonly chain: LedgerChain;
  readonly finality: Finality;
}

/** For so long at most a node that failed is passed over, while another is at hand. */
const asideMs = 15_000;

/**
 * Which node a round of work is done with: the first in the list that is not set aside. One round asks one node alone, so
 * that no conclusion is drawn from what nodes at different heights say.
 */
export class ChainNodes {
  private readonly until = new Map<ChainNode, number>();

  constructor(
    readonly all: readonly ChainNode[],
    private readonly clock: Clock,
  ) {
    if (all.length === 0) throw new Error('a ledger needs a node of its chain');
  }

  /** All nodes, those that are not set aside first, the others by the end of their time. */
  inTurn(): ChainNode[] {
    const now = this.clock();
    const rank = (node: ChainNode): number => {
      const until = this.until.get(node) ?? 0;
      // Longer than a node may be set aside: the clock was set back.
      return until > now && until - now <= asideMs ? until : 0;
    };
    return [...this.all].sort((a, b) => rank(a) - rank(b));
  }

  /** Passes over a node for a while. */
  setAside(node: ChainNode, ms = asideMs): void {
    this.until.set(node, Math.max(this.until.get(node) ?? 0, this.clock() + ms));
  }
}
