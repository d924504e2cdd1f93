import { type KnownAnchor, parseInstant } from '../../core/index.js';
import type { StatedAnchor } from './anchor-list.js';
import { type Lie, lie } from './lie.js';

/**
 * What the log says of its anchors against what the chain says: each statement true in every field, and none left out below
 * the newest one. Anchors beyond it wait for their finality.
 */
export function judgeStatements(stated: readonly StatedAnchor[], chain: readonly KnownAnchor[]): Lie | undefined {
  const onChain = new Map(chain.map((anchor) => [anchor.treeSize, anchor]));
  for (const { anchor, statement } of stated) {
    const known = onChain.get(anchor.treeSize);
    if (known === undefined) {
      const says = `the log states an anchor of size ${anchor.treeSize}, and the chain has none`;
      return lie('statement-not-on-chain', says, { statement, around: around(chain, anchor.treeSize) });
    }
    const different = differences(anchor, known);
    if (different.length === 0) continue;
    const says = `the log states another ${different.join(', ')} of the anchor of size ${anchor.treeSize} than the chain`;
    return lie('statement-wrong', says, { statement, anchor: known });
  }
  return firstLeftOut(stated, chain);
}

function firstLeftOut(stated: readonly StatedAnchor[], chain: readonly KnownAnchor[]): Lie | undefined {
  const newest = stated.at(-1);
  if (newest === undefined) return undefined;
  const sizes = new Set(stated.map(({ anchor }) => anchor.treeSize));
  const missing = chain.find(({ treeSize }) => treeSize < newest.anchor.treeSize && !sizes.has(treeSize));
  if (missing === undefined) return undefined;
  const says = `the log leaves out the anchor of size ${missing.treeSize}, which the chain has, and states a later one`;
  return lie('statement-missing', says, { anchor: missing, statement: newest.statement });
}

function differences(stated: KnownAnchor, known: KnownAnchor): string[] {
  const names = Object.keys(known) as (keyof KnownAnchor)[];
  return names.filter((name) => meaning(stated, name) !== meaning(known, name));
}

/** Hexadecimal digits have no case; a moment has one meaning. */
function meaning(anchor: KnownAnchor, name: keyof KnownAnchor): string | number | undefined {
  if (name === 'blockTime') return parseInstant(anchor.blockTime);
  const value = anchor[name];
  return typeof value === 'string' && value.startsWith('0x') ? value.toLowerCase() : value;
}

function around(chain: readonly KnownAnchor[], size: number): (KnownAnchor | null)[] {
  return [
    chain.filter(({ treeSize }) => treeSize < size).at(-1) ?? null,
    chain.find(({ treeSize }) => treeSize > size) ?? null,
  ];
}
