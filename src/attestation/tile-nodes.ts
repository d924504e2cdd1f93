import { type LeafRange, nodeHash, perfectSubtrees, rootFromFrontier, type TreeHasher } from '../core/index.js';
import { type TileAddress, tileHeight, tileWidth, widthInTree } from './tiles.js';

/** Reads stored tiles; each answer holds at least `width` hashes. Throws when one is missing. */
export type LoadTiles = (tiles: readonly TileAddress[]) => Promise<Buffer[]>;

/** A tile with its inner nodes: row by row, the hashes first, so that any node is one slice. */
interface TileNodes {
  rows: Buffer[];
}

function withInnerNodes(hashes: Buffer, width: number, crypto: TreeHasher): TileNodes {
  const rows = [Buffer.from(hashes.subarray(0, width * 32))];
  for (let count = width >> 1; count > 0; count >>= 1) {
    const below = rows[rows.length - 1]!;
    const row = Buffer.allocUnsafe(count * 32);
    for (let at = 0; at < count; at++) {
      const left = below.subarray(at * 64, at * 64 + 32);
      row.set(nodeHash(left, below.subarray(at * 64 + 32, at * 64 + 64), crypto), at * 32);
    }
    rows.push(row);
  }
  return { rows };
}

/**
 * Nodes of the log's tree out of tiles, with a bounded memory of the tiles used last (16 KB each; a tile of a given width
 * never changes). Callers may run concurrently.
 */
export class NodeReader {
  private readonly kept = new Map<string, TileNodes>();

  constructor(
    private readonly load: LoadTiles,
    private readonly crypto: TreeHasher,
    private readonly maxTiles = 512,
  ) {}

  /** Hashes of runs of leaves that are nodes of the tree of `size` leaves (RFC 6962 §2.1.1), one load for all. */
  async hashRanges(ranges: readonly LeafRange[], size: number): Promise<Uint8Array[]> {
    const parts = ranges.map((range) => perfectSubtrees(range).map((subtree) => place(subtree, size)));
    const tiles = await this.tiles(parts.flat());
    return parts.map((nodes) =>
      rootFromFrontier(
        nodes.map(({ key, row, at }) => tiles.get(key)!.rows[row]!.subarray(at * 32, at * 32 + 32)),
        this.crypto,
      ),
    );
  }

  private async tiles(places: readonly Place[]): Promise<Map<string, TileNodes>> {
    const found = new Map<string, TileNodes>();
    const missing = new Map<string, TileAddress>();
    for (const { key, tile } of places) {
      const kept = this.kept.get(key);
      if (kept) {
        // Back to the young end: what is used stays.
        this.kept.delete(key);
        this.kept.set(key, kept);
        found.set(key, kept);
      } else missing.set(key, tile);
    }
    if (missing.size === 0) return found;
    const loaded = await this.load([...missing.values()]);
    for (const [at, [key, tile]] of [...missing].entries()) {
      const nodes = withInnerNodes(loaded[at]!, tile.width, this.crypto);
      found.set(key, nodes);
      this.kept.set(key, nodes);
      if (this.kept.size > this.maxTiles) this.kept.delete(this.kept.keys().next().value!);
    }
    return found;
  }
}

interface Place {
  key: string;
  tile: TileAddress;
  row: number;
  at: number;
}

/** Which tile of a tree of `size` leaves holds a perfect subtree's root, and where inside. */
function place(subtree: { level: number; index: number }, size: number): Place {
  const level = Math.floor(subtree.level / tileHeight);
  const row = subtree.level % tileHeight;
  const perTile = tileWidth >> row;
  const index = Math.floor(subtree.index / perTile);
  const width = widthInTree(size, level, index);
  return { key: `${level}/${index}/${width}`, tile: { level, index, width }, row, at: subtree.index % perTile };
}
