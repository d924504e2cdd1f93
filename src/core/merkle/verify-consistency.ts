import { equalBytes } from '../bytes/index.js';
import { emptyRoot, nodeHash, type TreeHasher } from './hash.js';

/** Two claimed states of one log, and the nodes that shall prove that the new one only appended to the old one. */
export interface ConsistencyClaim {
  oldSize: number;
  oldRoot: Uint8Array;
  newSize: number;
  newRoot: Uint8Array;
  proof: readonly Uint8Array[];
}

/**
 * Whether the new tree holds the old one unchanged as its beginning (RFC 9162 §2.1.4.2). Every field is taken for
 * hostile. The empty tree has one root and one proof, the empty one; equal sizes need equal roots and no proof.
 */
export function verifyConsistency(claim: ConsistencyClaim, crypto: TreeHasher): boolean {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return false;
  if (oldRoot.length !== 32 || newRoot.length !== 32) return false;
  for (let i = 0; i < proof.length; i++) if ((proof[i] as Uint8Array).length !== 32) return false;
  if (newSize === 0 && !equalBytes(newRoot, emptyRoot(crypto))) return false;
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0 && equalBytes(oldRoot, emptyRoot(crypto));

  let old = oldSize - 1;
  let last = newSize - 1;
  while (old % 2 === 1) {
    old = half(old);
    last = half(last);
  }
  // At zero the old tree is perfect, so that its root is itself the first node and is not sent.
  let next = old === 0 ? 0 : 1;
  const first = old === 0 ? oldRoot : proof[0];
  if (first === undefined) return false;
  let oldHash = first;
  let newHash = first;
  for (; next < proof.length; next++) {
    const node = proof[next] as Uint8Array;
    if (last === 0) return false;
    if (old % 2 === 1 || old === last) {
      oldHash = nodeHash(node, oldHash, crypto);
      newHash = nodeHash(node, newHash, crypto);
      while (old % 2 === 0 && old !== 0) {
        old = half(old);
        last = half(last);
      }
    } else {
      newHash = nodeHash(newHash, node, crypto);
    }
    old = half(old);
    last = half(last);
  }
  return last === 0 && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot);
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function half(value: number): number {
  return (value - (value % 2)) / 2;
}
