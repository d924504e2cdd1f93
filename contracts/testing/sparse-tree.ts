import { createHash } from 'node:crypto';
import {
  consistencyRanges,
  type PerfectSubtree,
  perfectSubtrees,
  rootFromFrontier,
} from '../../src/core/merkle/index.js';

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(data).digest());

/**
 * A tree of any size in which only what lies around the given sizes is hashed out; every other perfect subtree stands for
 * itself by a made-up root. Roots and proofs at these sizes fit each other as those of a real tree do.
 */
export function sparseTree(sizes: readonly number[]) {
  const node = ({ level, index }: PerfectSubtree): Uint8Array => {
    const [start, end] = [index * 2 ** level, (index + 1) * 2 ** level];
    if (!sizes.some((size) => size > start && size < end)) return sha256(Buffer.from(`subtree ${level}/${index}`));
    const [left, right] = [0, 1].map((side) => node({ level: level - 1, index: index * 2 + side }));
    return sha256(Buffer.concat([Uint8Array.of(1), left as Uint8Array, right as Uint8Array]));
  };
  const over = (start: number, end: number) => rootFromFrontier(perfectSubtrees({ start, end }).map(node), { sha256 });
  return {
    root: (size: number): Uint8Array => over(0, size),
    proof: (oldSize: number, newSize: number): Uint8Array[] =>
      consistencyRanges(oldSize, newSize).map(({ start, end }) => over(start, end)),
  };
}
