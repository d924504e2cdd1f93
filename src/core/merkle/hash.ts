import type { CryptoPort } from '../crypto/index.js';

/** The hash functions of an RFC 6962 tree need only SHA-256. */
export type TreeHasher = Pick<CryptoPort, 'sha256'>;

// One buffer serves every node, since hashing is synchronous and keeps no reference to its input.
const node = new Uint8Array(65);
node[0] = 1;

/** The hash of a leaf: SHA-256(0x00 ‖ entry), RFC 6962 §2.1. */
export function leafHash(entry: Uint8Array, crypto: TreeHasher): Uint8Array {
  const leaf = new Uint8Array(entry.length + 1);
  leaf.set(entry, 1);
  return crypto.sha256(leaf);
}

/** The hash of an inner node: SHA-256(0x01 ‖ left ‖ right); both 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array, crypto: TreeHasher): Uint8Array {
  node.set(left, 1);
  node.set(right, 33);
  return crypto.sha256(node);
}

/** The root of the tree with no leaves: SHA-256 of nothing. */
export function emptyRoot(crypto: TreeHasher): Uint8Array {
  return crypto.sha256(new Uint8Array(0));
}
