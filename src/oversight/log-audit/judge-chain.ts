import { formatDigest, type KnownAnchor, parseInstant } from '../../core/index.js';
import { type Lie, lie } from './lie.js';
import type { Replayed } from './replay-log.js';
import type { View } from './views.js';

/** Whether anchors, in the order of their sizes, form one line: each upon the one before, in blocks that do not get older. */
export function judgeLine(anchors: readonly KnownAnchor[]): Lie | undefined {
  for (const [at, anchor] of anchors.entries()) {
    const before = anchors[at - 1];
    const evidence = { anchor, before: before ?? null };
    if (!Number.isSafeInteger(anchor.treeSize) || anchor.treeSize <= (before?.treeSize ?? 0))
      return lie('chain-broken', `size ${anchor.treeSize} is anchored twice or is no size`, evidence);
    if (anchor.previousTreeSize !== (before?.treeSize ?? 0)) {
      const says = `size ${anchor.treeSize} is anchored upon ${anchor.previousTreeSize}, not upon ${before?.treeSize ?? 0}`;
      return lie('chain-broken', says, evidence);
    }
    // Put so that a time that is none is refused too.
    if (before && !(moment(anchor) >= moment(before)))
      return lie(
        'chain-broken',
        `size ${anchor.treeSize} is anchored at an earlier time than the one before it`,
        evidence,
      );
  }
  return undefined;
}

/** Whether every anchored root is the one that the served entries give at that size, and none is beyond what is served. */
export function judgeAnchors(anchors: readonly KnownAnchor[], newest: View, replayed: Replayed): Lie | undefined {
  for (const anchor of anchors) {
    if (anchor.treeSize > newest.size) {
      const says = `the chain holds a checkpoint of ${anchor.treeSize} entries, and the log serves ${newest.size}`;
      return lie('checkpoint-behind-chain', says, { anchor, newest: newest.note });
    }
    const computed = replayed.roots.get(anchor.treeSize);
    const root = computed && formatDigest(computed);
    if (root === anchor.root) continue;
    const says = `the entries that the log serves do not give the root that is anchored at size ${anchor.treeSize}`;
    return lie('anchor-root-differs', says, { anchor, computedRoot: root ?? null, newest: newest.note });
  }
  return undefined;
}

const moment = ({ blockTime }: KnownAnchor): number => parseInstant(blockTime) ?? Number.NaN;
