import type { PoolClient } from 'pg';
import { type CryptoPort, leafHash } from '../../core/index.js';
import { putTiles } from '../rebuild.store.js';
import { type Tile, TileTree } from '../tile-tree.js';
import { partialTiles, tileWidth } from '../tiles.js';

/** Leaves after which the tiles that are full leave the memory. */
const stretch = tileWidth * tileWidth;

/** Grows a whole tree again from its first leaf, and stores its tiles, in bounded memory. The table is empty before. */
export class TreeWriter {
  private tree: TileTree;
  private edge: Tile[] = [];

  constructor(
    private readonly client: PoolClient,
    private readonly crypto: CryptoPort,
  ) {
    this.tree = new TileTree(0, [], crypto);
  }

  get size(): number {
    return this.tree.size;
  }

  root(): Uint8Array {
    return this.tree.root();
  }

  append(entry: Uint8Array): void {
    this.tree.append(leafHash(entry, this.crypto));
  }

  /** To be called now and then, at least once in each stretch. */
  async flush(): Promise<void> {
    if (this.tree.size - this.flushed < stretch) return;
    await this.store(false);
  }

  /** Stores what is left, with the tiles at the right edge. */
  end(): Promise<void> {
    return this.store(true);
  }

  private flushed = 0;

  private async store(withEdge: boolean): Promise<void> {
    const changed = this.tree.changed();
    const kept = [...this.edge, ...changed];
    this.edge = partialTiles(this.tree.size).map(
      (open) =>
        kept.findLast((tile) => tile.level === open.level && tile.index === open.index && tile.width === open.width)!,
    );
    const full = changed.filter(({ width }) => width === tileWidth);
    await putTiles(this.client, withEdge ? [...full, ...this.edge] : full);
    this.flushed = this.tree.size;
    this.tree = new TileTree(this.flushed, this.edge, this.crypto);
  }
}
