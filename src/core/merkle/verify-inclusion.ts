import { equalBytes } from '../bytes/index.js';
import { nodeHash, type TreeHasher } from './hash.js';

/** A claimed place in a tree: `leaf` is the leaf hash, `proof` the sibling hashes from the leaf up, 32 bytes each. */
export interface InclusionClaim {
  leaf: Uint8Array;
  index: number;
  size: number;
  proof: readonly Uint8Array[];
}

/**
 * The root that a proof leads to, or `undefined` when index, size and the proof's length do not belong together
 * (RFC 9162 §2.1.3.2). Which root is the right one must come from elsewhere, never from the one who proves.
 */
export function rootFromInclusion(claim: InclusionClaim, crypto: TreeHasher): Uint8Array | undefined {
  const { leaf, index, size, proof } = claim;
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return undefined;
  if (leaf.length !== 32) return undefined;
  // Arithmetic instead of bit operations: sizes may pass 2^31.
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (let i = 0; i < proof.length; i++) {
    const sibling = proof[i] as Uint8Array;
    if (last === 0 || sibling.length !== 32) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash, crypto);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling, crypto);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 ? hash : undefined;
}

/** Whether the proof leads from this leaf at this index to this root of a tree of this size, and to no other. */
export function verifyInclusion(claim: InclusionClaim & { root: Uint8Array }, crypto: TreeHasher): boolean {
  const root = rootFromInclusion(claim, crypto);
  return root !== undefined && equalBytes(root, claim.root);
}

function half(value: number): number {
  return (value - (value % 2)) / 2;
}
