import { emptyRoot, nodeHash, type TreeHasher } from './hash.js';

/**
 * Adds one leaf to a frontier in place. A frontier holds the roots of the perfect subtrees that a tree of `size` leaves
 * splits into, largest first: all that is needed to grow the tree. Throws when it does not fit the size.
 */
export function growFrontier(frontier: Uint8Array[], size: number, leaf: Uint8Array, crypto: TreeHasher): void {
  let hash = leaf;
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = frontier.pop();
    if (left === undefined) throw new Error('the frontier is shorter than its tree');
    hash = nodeHash(left, hash, crypto);
  }
  frontier.push(hash);
}

/** The root over a frontier, or over any row of neighbouring subtrees that are smaller to the right. */
export function rootFromFrontier(frontier: readonly Uint8Array[], crypto: TreeHasher): Uint8Array {
  let root = frontier[frontier.length - 1];
  if (root === undefined) return emptyRoot(crypto);
  for (let i = frontier.length - 2; i >= 0; i--) root = nodeHash(frontier[i] as Uint8Array, root, crypto);
  return root;
}

/** The root of the tree over these leaf hashes, in one pass without recursion (RFC 6962 §2.1). */
export function rootFromLeaves(leaves: readonly Uint8Array[], crypto: TreeHasher): Uint8Array {
  const frontier: Uint8Array[] = [];
  for (let i = 0; i < leaves.length; i++) growFrontier(frontier, i, leaves[i] as Uint8Array, crypto);
  return rootFromFrontier(frontier, crypto);
}
