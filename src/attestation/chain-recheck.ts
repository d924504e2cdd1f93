import { equalBytes } from '../core/index.js';
import type { AnchorRow } from './anchor.store.js';
import type { ChainNode } from './chain-nodes.js';
import { LedgerFault } from './ledger-fault.js';

/** How a node stands against the others and against what is settled. */
export interface NodeStanding {
  node: ChainNode;
  /** `behind` and `forked` (above finality) are no lies: such a node is waited for. */
  state: 'good' | 'behind' | 'forked' | 'refused';
  /** of a node that is refused: what it said, or that it said nothing */
  reason?: string;
}

interface Look {
  node: ChainNode;
  head: number;
  settledHeight: number;
}

/** A node so many blocks below the highest one is not worked with. */
const maxBehind = 5;

/**
 * Asks every node for the history that was settled: the block of the last final anchor, its root in the contract, and
 * whether all tell the same wherever more than one of them holds a block as settled.
 *
 * @throws LedgerFault with both pieces of evidence when two nodes, or a node and our record, differ below finality
 */
export async function recheck(nodes: readonly ChainNode[], settled: AnchorRow | undefined): Promise<NodeStanding[]> {
  const looks = await Promise.all(nodes.map(lookAt));
  const answering = looks.filter((look): look is Look => !('reason' in look));
  for (const [at, one] of answering.entries()) {
    for (const other of answering.slice(at + 1)) await compare(one, other, settled?.block?.number);
  }
  const highest = Math.max(...answering.map(({ head }) => head));
  return Promise.all(
    looks.map(async (look): Promise<NodeStanding> => {
      if ('reason' in look) return { node: look.node, state: 'refused', reason: look.reason };
      try {
        const state = settled ? await stateOf(look, settled) : 'good';
        return { node: look.node, state: state === 'good' && look.head < highest - maxBehind ? 'behind' : state };
      } catch (cause) {
        if (cause instanceof LedgerFault) throw cause;
        return { node: look.node, state: 'refused', reason: messageOf(cause) };
      }
    }),
  );
}

async function lookAt(node: ChainNode): Promise<Look | { node: ChainNode; reason: string }> {
  try {
    await node.chain.checkCode();
    // In this order: what is settled may have grown since, never shrunk.
    const settledHeight = await node.finality.settledHeight();
    return { node, head: await node.chain.provider.getBlockNumber(), settledHeight };
  } catch (cause) {
    return { node, reason: messageOf(cause) };
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message.slice(0, 300) : String(cause));

/** At the highest block that both hold as settled, and at the one of the settled anchor. */
async function compare(one: Look, other: Look, anchored: number | undefined): Promise<void> {
  const common = Math.min(one.settledHeight, other.settledHeight);
  const heights = [common, ...(anchored !== undefined && anchored < common ? [anchored] : [])];
  for (const height of heights.filter((number) => number >= 0)) {
    const [a, b] = await Promise.all([hashAt(one, height), hashAt(other, height)]);
    if (a === undefined || b === undefined || a === b) continue;
    throw new LedgerFault(
      `two nodes tell different histories: node ${one.node.name} says that the settled block ${height} is ${a}, node ${other.node.name} says ${b}`,
    );
  }
}

/** A node that went away since is judged at the next look. */
async function hashAt({ node }: Look, height: number): Promise<string | undefined> {
  try {
    return (await node.chain.provider.getBlock(height))?.hash ?? undefined;
  } catch {
    return undefined;
  }
}

async function stateOf({ node, settledHeight }: Look, settled: AnchorRow): Promise<'good' | 'behind' | 'forked'> {
  const { block, root, treeSize, contract } = settled;
  if (!block) throw new Error(`the settled anchor of size ${treeSize} is in no block`);
  const there = await node.chain.provider.getBlock(block.number);
  if (!there) return 'behind';
  if (there.hash !== block.hash) {
    if (block.number > settledHeight) return 'forked';
    throw new LedgerFault(
      `changed history below finality: size ${treeSize} was settled in block ${block.number} ${block.hash}, and node ${node.name} says that the settled block ${block.number} is ${there.hash}`,
    );
  }
  const told = await node.chain.at(contract).rootAt(treeSize);
  if (told && equalBytes(told, root)) return 'good';
  const hex = (bytes: Uint8Array | undefined) => (bytes ? `0x${Buffer.from(bytes).toString('hex')}` : 'none');
  throw new LedgerFault(
    `size ${treeSize} was settled with root ${hex(root)} in contract ${contract}, and node ${node.name} says that it is ${hex(told)}`,
  );
}
