import { nodeHash, perfectSubtrees, rootFromFrontier, type TreeHasher } from '../core/index.js';
import { partialTiles, type TileAddress, tileWidth } from './tiles.js';

export interface Tile extends TileAddress {
  /** `width` hashes of 32 bytes. */
  hashes: Buffer;
}

interface OpenTile {
  index: number;
  width: number;
  hashes: Buffer;
  touched: boolean;
}

/** Root over the first `width` hashes of a tile, and the subtrees that it splits into, largest first. */
function frontierOf(tile: { hashes: Uint8Array; width: number }, crypto: TreeHasher): Uint8Array[] {
  return perfectSubtrees({ start: 0, end: tile.width }).map(({ level, index }) => {
    let row: Uint8Array[] = [];
    for (let at = index << level; at < (index + 1) << level; at++)
      row.push(tile.hashes.subarray(at * 32, at * 32 + 32));
    while (row.length > 1) {
      const above: Uint8Array[] = [];
      for (let at = 0; at < row.length; at += 2) above.push(nodeHash(row[at]!, row[at + 1]!, crypto));
      row = above;
    }
    return row[0]!;
  });
}

/**
 * A growing RFC 6962 tree that holds only the tiles at its right edge. Not shared between growths: after a failure the
 * stored state is the truth, and a new one is made from it.
 */
export class TileTree {
  private readonly open: OpenTile[] = [];
  private readonly finished: Tile[] = [];

  /** @param edge the partial tiles of the tree of `size` leaves, as `partialTiles(size)` names them. */
  constructor(
    private leaves: number,
    edge: readonly Tile[],
    private readonly crypto: TreeHasher,
  ) {
    for (const { level, index, width } of partialTiles(leaves)) {
      const tile = edge.find((candidate) => candidate.level === level && candidate.index === index);
      if (!tile || tile.hashes.length < width * 32) throw new Error(`tile ${level}/${index} of the log is missing`);
      const hashes = Buffer.alloc(tileWidth * 32);
      tile.hashes.copy(hashes, 0, 0, width * 32);
      this.open[level] = { index, width, hashes, touched: false };
    }
  }

  get size(): number {
    return this.leaves;
  }

  /** Adds one leaf hash (32 bytes). */
  append(leaf: Uint8Array): void {
    this.push(0, leaf);
    this.leaves++;
  }

  private push(level: number, hash: Uint8Array): void {
    let tile = this.open[level];
    if (!tile) {
      const span = tileWidth ** (level + 1);
      tile = { index: Math.floor(this.leaves / span), width: 0, hashes: Buffer.alloc(tileWidth * 32), touched: true };
      this.open[level] = tile;
    }
    tile.hashes.set(hash, tile.width * 32);
    tile.width++;
    tile.touched = true;
    if (tile.width < tileWidth) return;
    delete this.open[level];
    this.finished.push({ level, index: tile.index, width: tileWidth, hashes: tile.hashes });
    this.push(level + 1, frontierOf(tile, this.crypto)[0]!);
  }

  /** The root of the whole tree. */
  root(): Uint8Array {
    const frontier: Uint8Array[] = [];
    for (let level = this.open.length - 1; level >= 0; level--) {
      const tile = this.open[level];
      if (tile) frontier.push(...frontierOf(tile, this.crypto));
    }
    return rootFromFrontier(frontier, this.crypto);
  }

  /** Every tile that is new or wider since the start. */
  changed(): Tile[] {
    const edge = this.open.flatMap((tile, level) =>
      tile?.touched
        ? [{ level, index: tile.index, width: tile.width, hashes: tile.hashes.subarray(0, tile.width * 32) }]
        : [],
    );
    return [...this.finished, ...edge];
  }
}
