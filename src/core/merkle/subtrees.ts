/** A run of leaves, `start` inclusive, `end` exclusive, that is one node of the tree. */
export interface LeafRange {
  start: number;
  end: number;
}

/** A perfect subtree: 2^level leaves from `index` · 2^level on. */
export interface PerfectSubtree {
  level: number;
  index: number;
}

/** The nodes of an inclusion proof, deepest first, as runs of leaves (RFC 6962 §2.1.1). Throws on a bad index. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!isSize(size) || !isSize(index) || index >= size) throw new Error(`no leaf ${index} in a tree of ${size}`);
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/** The nodes of a consistency proof between two sizes, as runs of leaves (RFC 6962 §2.1.2). Throws on bad sizes. */
export function consistencyRanges(oldSize: number, newSize: number): LeafRange[] {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize)
    throw new Error(`no growth from ${oldSize} to ${newSize}`);
  if (oldSize === 0 || oldSize === newSize) return [];
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = newSize;
  while (oldSize !== end) {
    const middle = start + largestPowerBelow(end - start);
    if (oldSize <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  // The old tree's own root is known to whoever checks, so it is left out when it is a node of the new tree.
  if (start !== 0) ranges.push({ start, end });
  return ranges.reverse();
}

/** Splits a node's run of leaves into perfect subtrees, left to right; their hashes fold with `rootFromFrontier`. */
export function perfectSubtrees({ start, end }: LeafRange): PerfectSubtree[] {
  const subtrees: PerfectSubtree[] = [];
  for (let at = start; at < end; ) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2;
      level++;
    }
    subtrees.push({ level, index: at / width });
    at += width;
  }
  return subtrees;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
