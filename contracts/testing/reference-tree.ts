import { createHash } from 'node:crypto';

/**
 * RFC 6962 §2.1 written out as the text has it, by recursion over slices: slow, and an oracle that shares no code with
 * the product's own tree.
 */
const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));

/** A leaf hash, from any text. */
export const leafOf = (text: string): Buffer => sha256(Buffer.from([0]), Buffer.from(text));

/** An inner node. */
export const nodeOf = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.from([1]), left, right);

/** MTH over leaf hashes. */
export function rootOf(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0] as Buffer;
  const k = split(leaves.length);
  return nodeOf(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

/** PATH(m, D[n]). */
export function pathOf(index: number, leaves: Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))]
    : [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

/** PROOF(m, D[n]). */
export function consistencyOf(old: number, leaves: Buffer[], whole = true): Buffer[] {
  if (old === leaves.length) return whole ? [] : [rootOf(leaves)];
  const k = split(leaves.length);
  return old <= k
    ? [...consistencyOf(old, leaves.slice(0, k), whole), rootOf(leaves.slice(k))]
    : [...consistencyOf(old - k, leaves.slice(k), false), rootOf(leaves.slice(0, k))];
}
