import { loadLedger } from '../../attestation/index.js';
import type { KnownAnchor, ListedContract } from '../../core/index.js';
import { type Lie, lie, NotCompleted } from './lie.js';

/** What one node says about the contracts of a log on its chain. */
export interface NodeHistory {
  node: string;
  chainId: number;
  head: number;
  /** by their sizes */
  anchors: KnownAnchor[];
}

/** The nodes that are asked, and how deep a block must lie for two nodes to have to agree on it. */
export interface ChainQuestion {
  rpcUrls: readonly string[];
  contracts: readonly Pick<ListedContract, 'chainId' | 'address' | 'logId'>[];
  depth: number;
}

/** Reads each node; those that do not answer are told in `silent`. Throws NotCompleted when none does. */
export async function readChain(question: ChainQuestion): Promise<{ histories: NodeHistory[]; silent: string[] }> {
  if (question.contracts.length === 0) throw new NotCompleted('no contract is known that anchors this log');
  const silent: string[] = [];
  const histories: NodeHistory[] = [];
  for (const [place, url] of question.rpcUrls.entries()) {
    // Its address may hold a password.
    const node = `${place + 1}:${new URL(url).host}`;
    try {
      histories.push(await readNode(node, url, question));
    } catch (fault) {
      silent.push(`node ${node}: ${fault instanceof Error ? fault.message : String(fault)}`);
    }
  }
  if (histories.length === 0) throw new NotCompleted(silent.join('; '));
  return { histories, silent };
}

async function readNode(node: string, url: string, { contracts }: ChainQuestion): Promise<NodeHistory> {
  const { LedgerChain, openProvider, readAnchored } = await loadLedger();
  const asked = openProvider(url, (contracts[0] as ListedContract).chainId, 10_000);
  const chainId = Number(await asked.send('eth_chainId', []).finally(() => asked.destroy()));
  const here = contracts.filter((contract) => contract.chainId === chainId);
  if (here.length === 0) throw new Error(`serves chain ${chainId}, where no contract of this log is known`);
  const provider = openProvider(url, chainId, 10_000);
  try {
    const anchors: KnownAnchor[] = [];
    let head = 0;
    for (const { address, logId } of here) {
      const history = await readAnchored(new LedgerChain(provider, chainId, address, logId.toLowerCase()));
      anchors.push(...history.anchors);
      head = Math.max(head, history.head.number);
    }
    return { node, chainId, head, anchors: anchors.sort((a, b) => a.treeSize - b.treeSize) };
  } finally {
    provider.destroy();
  }
}

/** Whether two nodes of one chain tell different histories where both must know the final one. */
export function judgeNodes(histories: readonly NodeHistory[], depth: number): Lie | undefined {
  for (const [at, a] of histories.entries()) {
    for (const b of histories.slice(at + 1)) {
      if (a.chainId !== b.chainId) continue;
      const settled = Math.min(a.head, b.head) - depth;
      const [ofA, ofB] = [a, b].map(({ anchors }) => anchors.filter(({ blockNumber }) => blockNumber <= settled));
      const longest = Math.max(ofA?.length ?? 0, ofB?.length ?? 0);
      for (let i = 0; i < longest; i++) {
        const [one, other] = [ofA?.[i] ?? null, ofB?.[i] ?? null];
        if (JSON.stringify(one) === JSON.stringify(other)) continue;
        const says = `nodes ${a.node} and ${b.node} tell different anchors below block ${settled}`;
        return lie('chain-nodes-disagree', says, { [a.node]: one, [b.node]: other });
      }
    }
  }
  return undefined;
}

/** One history of all chains: of each chain the one that reaches furthest. */
export function joinHistories(histories: readonly NodeHistory[]): {
  anchors: KnownAnchor[];
  heads: Map<number, number>;
} {
  const best = new Map<number, NodeHistory>();
  for (const history of histories) {
    if (history.head > (best.get(history.chainId)?.head ?? -1)) best.set(history.chainId, history);
  }
  const anchors = [...best.values()].flatMap((history) => history.anchors);
  return {
    anchors: anchors.sort((a, b) => a.treeSize - b.treeSize),
    heads: new Map([...best.values()].map(({ chainId, head }) => [chainId, head])),
  };
}
