import { type CryptoPort, equalBytes, parseDigest } from '../../core/index.js';
import { readTransaction } from '../anchor-transaction.js';
import type { LedgerChain } from '../chain.js';
import type { Finality } from '../finality.js';
import { LedgerFault } from '../ledger-fault.js';
import { type LogKey, signAnchorStatement } from '../log-key.js';
import { readAnchored } from '../read-anchored.js';
import type { FinalAnchor, LocalLog } from './recover.store.js';

/** What a recovery needs beside the database. */
export interface RecoverParts {
  chain: LedgerChain;
  finality: Finality;
  key: LogKey;
  crypto: CryptoPort;
  /** milliseconds since 1970 */
  now: number;
}

/** An anchor of this log as the chain tells it. */
export interface ChainAnchor {
  size: number;
  root: Uint8Array;
  /** ms since 1970 */
  blockTime: number;
  /** Undefined while its block is not final. */
  final: FinalAnchor | undefined;
}

/** Every anchor of this log on the chain, oldest first; at least one. */
export async function readHistory({ chain, finality, key, crypto }: RecoverParts): Promise<ChainAnchor[]> {
  const { anchors } = await readAnchored(chain);
  if (anchors.length === 0) throw new Error(`the chain holds no anchor of ${key.origin} (log ${chain.logId})`);
  const history: ChainAnchor[] = [];
  for (const anchor of anchors) {
    const root = parseDigest(anchor.root)!;
    const block = await chain.provider.getBlock(anchor.blockNumber);
    if (!block?.hash) throw new Error(`the node does not give block ${anchor.blockNumber}`);
    const isFinal = await finality.isFinal({ number: block.number, hash: block.hash });
    const made = async (): Promise<FinalAnchor> => ({
      treeSize: anchor.treeSize,
      previousSize: anchor.previousTreeSize,
      root: Buffer.from(root),
      transaction: await readTransaction(chain, anchor.transactionHash),
      chainId: anchor.chainId,
      contract: anchor.contract,
      logId: anchor.logId,
      block: { number: block.number, hash: block.hash as string, time: block.timestamp * 1000 },
      statement: signAnchorStatement(anchor, key, crypto),
    });
    const blockTime = block.timestamp * 1000;
    history.push({ size: anchor.treeSize, root, blockTime, final: isFinal ? await made() : undefined });
  }
  return history;
}

/** The size up to which the database's own anchors are the chain's. @throws LedgerFault when one of them is not */
export function agreedSize(local: LocalLog, history: readonly ChainAnchor[]): number {
  const roots = new Map(history.map(({ size, root }) => [size, root]));
  const first = history[0]!.final?.previousSize ?? 0;
  let agreed = 0;
  for (const size of local.anchored) {
    const root = roots.get(size);
    // What was anchored in a contract before this one is not among this contract's events.
    if (root === undefined && size <= first) continue;
    if (root === undefined) throw new LedgerFault(`the anchor of size ${size} is final here, and not on the chain`);
    const ours = local.checkpoints.get(size);
    if (!ours || !equalBytes(ours, root)) throw new LedgerFault(`the root of size ${size} here is not the chain's`);
    agreed = size;
  }
  return agreed;
}
