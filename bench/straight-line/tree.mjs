// The RFC 6962 tree of the log, whole in memory, and proofs of its leaves.
import { hash } from 'node:crypto';

const scratch = Buffer.alloc(65, 1);
const nodeHash = (left, right) => {
  scratch.set(left, 1);
  scratch.set(right, 33);
  return hash('sha256', scratch, 'buffer');
};
const leafHash = (entry) => hash('sha256', Buffer.concat([Buffer.alloc(1), entry]), 'buffer');

/** The root that an inclusion proof leads to; undefined when index, size and length do not belong together. */
export function rootFromInclusion(entry, index, size, proof) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return undefined;
  let at = index;
  let last = size - 1;
  let node = leafHash(entry);
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node);
      for (; at % 2 === 0 && at !== 0; at /= 2) last = Math.floor(last / 2);
    } else node = nodeHash(node, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node : undefined;
}

/** Inclusion proofs out of all entries of a log; `proof(index, size)` speaks of the tree of the first `size`. */
export function makeTree(entries) {
  const levels = [Buffer.concat(entries.map(leafHash))];
  for (let below = levels[0]; below.length >= 64; below = levels.at(-1)) {
    const level = Buffer.alloc((below.length >> 6) * 32);
    for (let at = 0; at < level.length; at += 32)
      level.set(nodeHash(below.subarray(at * 2, at * 2 + 32), below.subarray(at * 2 + 32, at * 2 + 64)), at);
    levels.push(level);
  }
  const edges = new Map();
  const rootOf = (start, end) => {
    const count = end - start;
    if ((count & (count - 1)) === 0) {
      const level = 31 - Math.clz32(count);
      return levels[level].subarray((start >> level) * 32, (start >> level) * 32 + 32);
    }
    const key = `${start} ${end}`;
    if (!edges.has(key))
      edges.set(key, nodeHash(rootOf(start, start + split(count)), rootOf(start + split(count), end)));
    return edges.get(key);
  };
  const path = (index, start, end) => {
    if (end - start === 1) return [];
    const middle = start + split(end - start);
    return index < middle
      ? [...path(index, start, middle), rootOf(middle, end)]
      : [...path(index, middle, end), rootOf(start, middle)];
  };
  return { proof: (index, size) => path(index, 0, size) };
}

// The largest power of two below a count of two or more.
const split = (count) => 1 << (31 - Math.clz32(count - 1));
