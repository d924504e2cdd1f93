import { growFrontier, rootFromFrontier, type TreeHasher } from '../../core/index.js';

const width = 256;

/** A tile as the leaves give it. */
export interface ComputedTile {
  level: number;
  index: number;
  /** 1 to 256 */
  width: number;
  /** `width` hashes of 32 bytes */
  hashes: Buffer;
}

interface Level {
  index: number;
  hashes: Uint8Array[];
}

/**
 * The tree that grows out of leaves alone: gives every tile of every level when it is complete, and remembers the roots of
 * the sizes that were asked for. Holds one tile a level, whatever the size.
 */
export class TreeReplay {
  /** Roots of the wanted sizes that were passed. */
  readonly roots = new Map<number, Uint8Array>();
  private readonly levels: Level[] = [];
  private readonly frontier: Uint8Array[] = [];
  private leaves = 0;

  constructor(
    private readonly wanted: ReadonlySet<number>,
    private readonly crypto: TreeHasher,
  ) {}

  get size(): number {
    return this.leaves;
  }

  /** Adds leaf hashes, and answers the tiles that became full, lowest level first. */
  add(leaves: readonly Uint8Array[]): ComputedTile[] {
    const full: ComputedTile[] = [];
    for (const leaf of leaves) {
      growFrontier(this.frontier, this.leaves, leaf, this.crypto);
      this.leaves++;
      if (this.wanted.has(this.leaves)) this.roots.set(this.leaves, this.root());
      this.push(0, leaf, full);
    }
    return full;
  }

  /** The tiles at the right edge that are not full, lowest level first. */
  edge(): ComputedTile[] {
    return this.levels.flatMap((open, level) => (open.hashes.length === 0 ? [] : [tileOf(level, open)]));
  }

  /** The root over all leaves so far. */
  root(): Uint8Array {
    return rootFromFrontier(this.frontier, this.crypto);
  }

  private push(level: number, hash: Uint8Array, full: ComputedTile[]): void {
    this.levels[level] ??= { index: 0, hashes: [] };
    const open = this.levels[level];
    open.hashes.push(hash);
    if (open.hashes.length < width) return;
    full.push(tileOf(level, open));
    const above = subtreeRoot(open.hashes, this.crypto);
    open.index++;
    open.hashes = [];
    this.push(level + 1, above, full);
  }
}

const tileOf = (level: number, { index, hashes }: Level): ComputedTile => ({
  level,
  index,
  width: hashes.length,
  hashes: Buffer.concat(hashes),
});

function subtreeRoot(hashes: readonly Uint8Array[], crypto: TreeHasher): Uint8Array {
  const frontier: Uint8Array[] = [];
  for (const [at, hash] of hashes.entries()) growFrontier(frontier, at, hash, crypto);
  return rootFromFrontier(frontier, crypto);
}
