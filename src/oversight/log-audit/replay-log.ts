import { equalBytes, leafHash, type TreeHasher } from '../../core/index.js';
import type { Source } from './http-source.js';
import { isLie, type Lie, lie } from './lie.js';
import { readEntries, readPiece } from './read-tiles.js';
import { tilePath } from './tile-path.js';
import { type ComputedTile, TreeReplay } from './tree-replay.js';

const perBundle = 256;
/** Bundles that are fetched ahead, with their tiles: bounds memory and what is asked of the server at once. */
const ahead = 16;

export interface ReplayQuestion {
  source: Source;
  crypto: TreeHasher;
  /** of the tree that the log signed */
  size: number;
  /** sizes whose roots are wanted */
  sizes: ReadonlySet<number>;
  /** entries, base64url, whose places are wanted */
  entries: ReadonlySet<string>;
  progress?: (entries: number) => void;
}

/** What the entries that a log serves give. */
export interface Replayed {
  root: Uint8Array;
  /** of the sizes that were wanted and that the tree passed */
  roots: ReadonlyMap<number, Uint8Array>;
  /** of the entries that were wanted and are there */
  places: ReadonlyMap<string, number>;
  tiles: number;
}

interface Fetched {
  entries: Buffer[] | Lie;
  tile: Buffer | Lie;
}

/**
 * Reads all entries that a log serves, and computes from them alone every tile of every level and the root; a tile that the
 * log serves otherwise is a lie. Streams: what is in memory does not grow with the log.
 */
export async function replayLog(question: ReplayQuestion): Promise<Replayed | Lie> {
  const { source, crypto, size } = question;
  const tree = new TreeReplay(question.sizes, crypto);
  const places = new Map<string, number>();
  const bundles = Math.ceil(size / perBundle);
  const coming: Promise<Fetched>[] = [];
  let asked = 0;
  let tiles = 0;
  for (let index = 0; index < bundles; index++) {
    for (; asked < Math.min(bundles, index + ahead); asked++) coming.push(fetchBoth(source, asked, size));
    const { entries, tile } = await (coming.shift() as Promise<Fetched>);
    if (isLie(entries)) return entries;
    if (isLie(tile)) return tile;
    for (const [at, entry] of entries.entries()) {
      const text = question.entries.size > 0 ? entry.toString('base64url') : '';
      if (question.entries.has(text) && !places.has(text)) places.set(text, index * perBundle + at);
    }
    const leaves = entries.map((entry) => leafHash(entry, crypto));
    const computed = tree.add(leaves);
    if (index === bundles - 1) computed.push(...tree.edge());
    const found = await firstDifferent(source, computed, tile);
    if (found) return found;
    tiles += computed.length;
    question.progress?.(tree.size);
  }
  return { root: tree.root(), roots: tree.roots, places, tiles };
}

function fetchBoth(source: Source, index: number, size: number): Promise<Fetched> {
  const width = Math.min(perBundle, size - index * perBundle);
  const both = Promise.all([readEntries(source, index, width), readPiece(source, { kind: 0, index, width })]);
  const fetched = both.then(([entries, tile]) => ({ entries, tile }));
  // Its fault is met when it is its turn, or never, when the replay ended before.
  fetched.catch(() => undefined);
  return fetched;
}

async function firstDifferent(source: Source, computed: ComputedTile[], lowest: Buffer): Promise<Lie | undefined> {
  for (const tile of computed) {
    const { level, index, width } = tile;
    const served = level === 0 ? lowest : await readPiece(source, { kind: level, index, width });
    if (isLie(served)) return served;
    if (equalBytes(served, tile.hashes)) continue;
    const path = tilePath({ kind: level, index, width });
    return lie('tile-differs', `${path} is not what the entries of the log give`, {
      path,
      served: served.toString('base64'),
      computed: tile.hashes.toString('base64'),
    });
  }
  return undefined;
}
