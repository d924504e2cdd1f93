import type { Anchor } from '../../receipt/index.js';
import { parseInstant } from '../../time/index.js';
import type { KnownAnchor } from '../evidence.js';

interface Index {
  length: number;
  anchors: Map<string, KnownAnchor | undefined>;
}

const indexes = new WeakMap<readonly KnownAnchor[], Index>();

/**
 * The anchor that the gatherer read from the chain for the same log and tree size. Two that differ are none, whichever stands
 * first.
 */
export function knownAnchor(anchors: readonly KnownAnchor[], claimed: Anchor): KnownAnchor | undefined {
  if (anchors.length <= 4) {
    const all = anchors.filter((anchor) => isSamePlace(anchor, claimed));
    return all.every((anchor) => agree(anchor, all[0])) ? all[0] : undefined;
  }
  let index = indexes.get(anchors);
  if (index?.length !== anchors.length) {
    index = { length: anchors.length, anchors: new Map() };
    for (const anchor of anchors) {
      const key = sizeKey(anchor);
      const clear = !index.anchors.has(key) || agree(anchor, index.anchors.get(key));
      index.anchors.set(key, clear ? anchor : undefined);
    }
    indexes.set(anchors, index);
  }
  return index.anchors.get(sizeKey(claimed));
}

function agree(one: KnownAnchor, other: KnownAnchor | undefined): boolean {
  if (one === other) return true;
  if (other === undefined || one.root !== other.root || one.previousTreeSize !== other.previousTreeSize) return false;
  return sameAnchor({ ...one, transactionHash: one.transactionHash.toLowerCase() }, other);
}

/** Whether what is known of the chain leaves no room for such an anchor: one step of the log passes over its size. */
export function isPassedOver(anchors: readonly KnownAnchor[], claimed: Anchor): boolean {
  return anchors.some(
    (known) =>
      known.previousTreeSize < claimed.treeSize && claimed.treeSize < known.treeSize && isSameLog(known, claimed),
  );
}

/** Whether two anchors are one: every field says the same. Hexadecimal digits have no case, moments one meaning. */
export function sameAnchor(claimed: Anchor, known: Anchor): boolean {
  return (
    isSamePlace(claimed, known) &&
    claimed.transactionHash === known.transactionHash.toLowerCase() &&
    claimed.blockNumber === known.blockNumber &&
    (claimed.blockTime === known.blockTime || parseInstant(claimed.blockTime) === parseInstant(known.blockTime))
  );
}

/** Whether two anchors are about one tree of one log. */
function isSamePlace(a: Anchor, b: Anchor): boolean {
  return a.treeSize === b.treeSize && isSameLog(a, b);
}

function isSameLog(a: Anchor, b: Anchor): boolean {
  return a.chainId === b.chainId && isSameHex(a.logId, b.logId) && isSameHex(a.contract, b.contract);
}

const isSameHex = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();

function logKey({ chainId, contract, logId }: Anchor): string {
  return `${chainId} ${contract} ${logId}`.toLowerCase();
}

/** One log and one size: two anchors with the same key are about the same thing. */
export function sizeKey(anchor: Anchor): string {
  return `${logKey(anchor)} ${anchor.treeSize}`;
}
