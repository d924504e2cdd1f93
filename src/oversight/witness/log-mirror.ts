import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CryptoPort, equalBytes, leafHash, type NoteKey, openCheckpoint } from '../../core/index.js';
import { readEntryBundle } from '../log-audit/entry-bundle.js';
import type { Source } from '../log-audit/http-source.js';
import { isLie, type Lie, lie } from '../log-audit/lie.js';
import { readEntries } from '../log-audit/read-tiles.js';
import { tilePath } from '../log-audit/tile-path.js';
import { TreeReplay } from '../log-audit/tree-replay.js';
import { putFile, readIfThere } from './durable.js';

const width = 256;

/**
 * A copy of a log in a folder, in the layout of C2SP tlog-tiles, up to a checkpoint that the log signed. Every hash in it is
 * computed from the entries; nothing counts before they give the signed root.
 */
export class LogMirror {
  private size = 0;
  private tree: TreeReplay;
  /** Entries of the last bundle, when it is not full. */
  private edge: Buffer[] = [];

  private constructor(
    private readonly folder: string,
    private readonly key: NoteKey,
    private readonly crypto: CryptoPort,
  ) {
    this.tree = new TreeReplay(new Set(), crypto);
  }

  /** Opens a mirror, and proves by its own entries that it is whole. @throws Error when it is damaged */
  static open(folder: string, key: NoteKey, crypto: CryptoPort): LogMirror {
    mkdirSync(folder, { recursive: true });
    const mirror = new LogMirror(folder, key, crypto);
    mirror.load();
    return mirror;
  }

  /** The newest checkpoint up to which all is here. */
  checkpoint(): string | undefined {
    return readIfThere(join(this.folder, 'checkpoint'))?.toString('utf8');
  }

  /** The bytes under `tile/…` (C2SP tlog-tiles); `undefined` for what is not here, not proven, or spelled otherwise. */
  read(path: string): Buffer | undefined {
    const match = /^tile\/(entries|[0-5])\/([x\d/]{3,24})(?:\.p\/(\d{1,3}))?$/.exec(path);
    if (!match) return undefined;
    const kind = match[1] === 'entries' ? 'entries' : Number(match[1]);
    const index = Number(match[2]?.replaceAll(/[x/]/g, ''));
    const wide = Number(match[3] ?? width);
    if (below({ kind, index, width: wide }) !== path) return undefined;
    if ((index * width + wide) * width ** (kind === 'entries' ? 0 : kind) > this.size) return undefined;
    return readIfThere(join(this.folder, path));
  }

  /** Copies what the log has up to a checkpoint; answers the lie that it found instead. @throws NotCompleted */
  async follow(note: string, source: Source): Promise<Lie | undefined> {
    const opened = openCheckpoint(note, this.key, this.crypto);
    if (!opened.ok || opened.value.size <= this.size) return undefined;
    const { size, root } = opened.value;
    try {
      for (let index = Math.floor(this.size / width); index * width < size; index++) {
        const bundle = await readEntries(source, index, Math.min(width, size - index * width));
        if (isLie(bundle)) return bundle;
        this.take(index, bundle);
      }
      if (!equalBytes(this.tree.root(), root)) {
        return lie('root-differs', 'the entries that the log serves do not give the root that it signed', {
          note,
          computed: Buffer.from(this.tree.root()).toString('base64'),
        });
      }
      this.settle(size, note);
      return undefined;
    } finally {
      // Whatever was not proven is forgotten.
      if (this.tree.size !== this.size) this.load();
    }
  }

  private take(index: number, bundle: Buffer[]): void {
    // What is here already was proven; only what comes behind it is new.
    const fresh = bundle.slice(this.edge.length);
    const entries = [...this.edge, ...fresh];
    for (const tile of this.tree.add(fresh.map((entry) => leafHash(entry, this.crypto)))) {
      this.put(below({ ...tile, kind: tile.level }), tile.hashes);
    }
    const records = entries.flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 255), entry]);
    this.put(below({ kind: 'entries', index, width: entries.length }), Buffer.concat(records));
    this.edge = entries.length === width ? [] : entries;
  }

  private settle(size: number, note: string): void {
    for (const tile of this.tree.edge()) this.put(below({ ...tile, kind: tile.level }), tile.hashes);
    putFile(join(this.folder, 'checkpoint'), note);
    const last = Math.floor(this.size / width);
    this.size = size;
    if (last >= Math.floor(size / width)) return;
    for (const kind of ['entries', 0] as const) {
      rmSync(join(this.folder, `${below({ kind, index: last, width })}.p`), { recursive: true, force: true });
    }
  }

  private put(path: string, bytes: Buffer): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    putFile(join(this.folder, path), bytes);
  }

  private load(): void {
    this.tree = new TreeReplay(new Set(), this.crypto);
    [this.size, this.edge] = [0, []];
    const note = this.checkpoint();
    if (note === undefined) return;
    const opened = openCheckpoint(note, this.key, this.crypto);
    if (!opened.ok) throw new Error(`${this.folder} holds no checkpoint of ${this.key.name}: ${opened.code}`);
    const { size, root } = opened.value;
    for (let index = 0; index * width < size; index++) {
      const wide = Math.min(width, size - index * width);
      const path = join(this.folder, below({ kind: 'entries', index, width: wide }));
      const entries = readEntryBundle(readIfThere(path) ?? Buffer.alloc(0), wide);
      if (typeof entries === 'string') throw new Error(`${path} ${entries}`);
      this.tree.add(entries.map((entry) => leafHash(entry, this.crypto)));
      this.edge = wide === width ? [] : entries;
    }
    if (!equalBytes(this.tree.root(), root))
      throw new Error(`the entries in ${this.folder} do not give the signed root`);
    this.size = size;
  }
}

/** Where a tile or bundle lies in the folder, and under the log's prefix. */
const below = (piece: Parameters<typeof tilePath>[0]): string => tilePath(piece).slice('/log/'.length);
