import type { PoolClient } from 'pg';
import { type CryptoPort, equalBytes, formatDigest, leafHash } from '../core/index.js';
import { SourceFaults, TableComparison, type TableReport } from '../registry/index.js';
import { type LogKey, signCheckpoint } from './log-key.js';
import {
  dropTiles,
  putCheckpoint,
  putTiles,
  readLeafEntries,
  readProvenSize,
  readSizes,
  readStrays,
  readSurplusTiles,
  readTiles,
  type SizeToProve,
} from './rebuild.store.js';
import { checkCarriers } from './rebuild-carriers.js';
import { checkVersions } from './rebuild-versions.js';
import { type Tile, TileTree } from './tile-tree.js';
import { partialTiles, tileWidth } from './tiles.js';

/** What making the log's tables again found. */
export interface LogRebuilt {
  tables: TableReport[];
  faults: SourceFaults;
  /** The size of the newest checkpoint and the root that the leaves give there. */
  size: number;
  root: string;
  written: { tiles: number; checkpoints: number };
}

/** Leaves whose tiles are in memory at once: whole tiles of the second level. */
const stretch = tileWidth * tileWidth;
const page = 4_096;
const maxNamed = 50;

/**
 * Makes tiles and checkpoints again from the leaves alone, and compares: inside the transaction that the caller began. Every
 * signed and every anchored size is proven. With `write` it puts right what differs.
 */
export async function rebuildLog(
  client: PoolClient,
  parts: { key: LogKey; crypto: CryptoPort },
  write: boolean,
): Promise<LogRebuilt> {
  const walk = new LogWalk(client, parts.key, parts.crypto, write);
  const size = await readProvenSize(client);
  let from = 0;
  while (from < size) {
    const to = Math.min(size, from + stretch);
    if (!(await walk.stretch(from, to, to === size))) break;
    from = to;
  }
  return walk.end(size);
}

class LogWalk {
  private readonly faults = new SourceFaults(maxNamed);
  private readonly tiles = new TableComparison('log_tile', ['level', 'tile_index', 'width', 'hashes'], maxNamed);
  private readonly checkpoints = new TableComparison('log_checkpoint', ['tree_size', 'root', 'note'], maxNamed);
  private readonly written = { tiles: 0, checkpoints: 0 };
  private edge: Tile[] = [];
  private root = '';

  constructor(
    private readonly client: PoolClient,
    private readonly key: LogKey,
    private readonly crypto: CryptoPort,
    private readonly write: boolean,
  ) {}

  /** False when a leaf is missing: nothing above it can be made. */
  async stretch(from: number, to: number, isLast: boolean): Promise<boolean> {
    const tree = new TileTree(from, this.edge, this.crypto);
    const sizes = await readSizes(this.client, from, to);
    for (let at = from; at < to; at += page) {
      const end = Math.min(to, at + page);
      const entries = await readLeafEntries(this.client, at, end);
      for (const entry of entries) {
        tree.append(leafHash(entry, this.crypto));
        if (sizes[0]?.size === tree.size) await this.prove(sizes.shift()!, tree.root());
      }
      if (entries.length < end - at) {
        this.faults.add(`leaf ${at + entries.length} of the log is missing: the tree above it can't be made`);
        return false;
      }
    }
    await this.compareTiles(tree.changed(), to, isLast);
    return true;
  }

  private async prove({ size, checkpoint, anchorRoot }: SizeToProve, root: Uint8Array): Promise<void> {
    this.root = formatDigest(root);
    const note = signCheckpoint({ size, root }, this.key, this.crypto);
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const live = checkpoint && [size, hex(checkpoint.root), checkpoint.note];
    if (anchorRoot && !equalBytes(anchorRoot, root)) {
      this.faults.add(`anchor of size ${size}: it carries another root than the leaves give`);
    }
    if (!this.checkpoints.take(`size ${size}`, live, [size, hex(root), note]) || !this.write) return;
    await putCheckpoint(this.client, { size, root, note });
    this.written.checkpoints++;
  }

  private async compareTiles(changed: readonly Tile[], to: number, isLast: boolean): Promise<void> {
    const kept = [...this.edge, ...changed];
    // The last of each address: what this stretch changed stands behind what was open before.
    this.edge = partialTiles(to).map(
      (open) =>
        kept.findLast(
          ({ level, index, width }) => level === open.level && index === open.index && width === open.width,
        )!,
    );
    const full = changed.filter(({ width }) => width === tileWidth);
    const made = isLast ? [...full, ...this.edge] : full;
    made.sort((a, b) => a.level - b.level || a.index - b.index);
    const live = await readTiles(this.client, made);
    const wrong: Tile[] = [];
    for (const { level, index, width, hashes } of made) {
      const found = live.get(`${level}/${index}/${width}`);
      const row = (bytes: Buffer) => [level, index, width, bytes.subarray(0, width * 32).toString('hex')];
      const exact = found && found.length === width * 32 ? row(found) : found && [level, index, width, 'cut or longer'];
      if (!this.tiles.take(`${level}/${index} of width ${width}`, exact, row(hashes))) continue;
      wrong.push({ level, index, width, hashes: hashes.subarray(0, width * 32) });
    }
    if (!this.write) return;
    await putTiles(this.client, wrong);
    this.written.tiles += wrong.length;
  }

  async end(size: number): Promise<LogRebuilt> {
    const surplus = await readSurplusTiles(this.client, size);
    for (const { level, index, width } of surplus) {
      this.tiles.take(`${level}/${index} of width ${width}`, [level, index, width], undefined);
    }
    if (this.write && surplus.length > 0) {
      await dropTiles(this.client, surplus);
      this.written.tiles += surplus.length;
    }
    await checkVersions(this.client, this.crypto, (fault) => this.faults.add(fault));
    await checkCarriers(this.client, this.crypto, (fault) => this.faults.add(fault));
    const strays = await readStrays(this.client, maxNamed);
    this.faults.count += strays.count;
    this.faults.named.push(...strays.named);
    const { faults, root, written } = this;
    return { tables: [this.tiles.report(), this.checkpoints.report()], faults, size, root, written };
  }
}
