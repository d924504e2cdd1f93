import { rootFromLeaves } from './frontier.js';
import type { TreeHasher } from './hash.js';
import { consistencyRanges, inclusionRanges, type LeafRange } from './subtrees.js';

/** The inclusion proof of leaf `index` in the tree over all these leaf hashes. Linear; a log reads stored nodes instead. */
export function inclusionProof(leaves: readonly Uint8Array[], index: number, crypto: TreeHasher): Uint8Array[] {
  return hashRanges(leaves, inclusionRanges(index, leaves.length), crypto);
}

/** The proof that the tree over all these leaf hashes extends the tree over the first `oldSize` of them. */
export function consistencyProof(leaves: readonly Uint8Array[], oldSize: number, crypto: TreeHasher): Uint8Array[] {
  return hashRanges(leaves, consistencyRanges(oldSize, leaves.length), crypto);
}

function hashRanges(leaves: readonly Uint8Array[], ranges: LeafRange[], crypto: TreeHasher): Uint8Array[] {
  return ranges.map(({ start, end }) => rootFromLeaves(leaves.slice(start, end), crypto));
}
