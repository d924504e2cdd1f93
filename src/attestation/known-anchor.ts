import { type Anchor, formatDigest, type KnownAnchor } from '../core/index.js';
import { rfc3339 } from '../platform/index.js';
import type { AnchorRow, MinedBlock } from './anchor.store.js';
import { withStatement } from './statement-of.js';

/** An anchor as evidence: what was read from the chain. */
export function knownAnchor(anchor: AnchorRow, block: MinedBlock | null = anchor.block): KnownAnchor {
  if (!block) throw new Error(`the anchor of size ${anchor.treeSize} is in no block`);
  const known = {
    chainId: anchor.chainId,
    contract: anchor.contract,
    logId: anchor.logId,
    treeSize: anchor.treeSize,
    transactionHash: anchor.transaction.hash,
    blockNumber: block.number,
    blockTime: rfc3339(block.time),
    root: formatDigest(anchor.root),
    previousTreeSize: anchor.previousSize,
  };
  return withStatement(known, anchor.statement);
}

/** The part of it that a receipt carries. */
export function receiptAnchor({ root: _root, previousTreeSize: _previous, ...anchor }: KnownAnchor): Anchor {
  return anchor;
}
