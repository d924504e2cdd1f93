import { formatTileIndex, readBundle, tileWidth, widthInTree } from '../tiles.js';
import { readFromFolder } from './folder-mirror.js';
import { readFromHttp } from './http-mirror.js';
import type { MirrorFiles } from './mirror-files.js';

/** A copy of a log in the layout of C2SP tlog-tiles, wherever it lies. Nothing that it says is believed. */
export class Mirror {
  private newest = 0;

  constructor(
    readonly place: string,
    private readonly files: MirrorFiles,
  ) {}

  /** Its signed checkpoint as text, unproven; undefined when it has none. */
  async checkpoint(): Promise<string | undefined> {
    return (await this.files.read('checkpoint'))?.toString('utf8');
  }

  /** Tells the size that its checkpoint was proven to have, which names its partial bundle. */
  reaches(size: number): void {
    this.newest = size;
  }

  /**
   * Entries `from` to `to` (not included), 32 bytes each; `from` begins a bundle.
   *
   * @throws Error that names what the mirror lacks
   */
  async entries(from: number, to: number): Promise<Buffer[]> {
    const bundles: Promise<Buffer[]>[] = [];
    for (let at = from; at < to; at += tileWidth) {
      bundles.push(this.bundle(at / tileWidth, Math.min(tileWidth, to - at)));
    }
    return (await Promise.all(bundles)).flat();
  }

  private async bundle(index: number, width: number): Promise<Buffer[]> {
    const path = `tile/entries/${formatTileIndex(index)}`;
    const own = Math.min(widthInTree(this.newest, 0, index), tileWidth - 1);
    const found =
      (await this.files.read(path)) ??
      (own >= width ? await this.files.read(`${path}.p/${own}`) : undefined) ??
      (width < tileWidth ? await this.files.read(`${path}.p/${width}`) : undefined) ??
      (await this.files.widest?.(path));
    const entries = found ? readBundle(found) : [];
    if (entries.length < width) {
      const end = index * tileWidth + entries.length;
      throw new Error(
        `the mirror ${this.place} lacks entries from ${end} on: ${path} holds ${entries.length}, not ${width}`,
      );
    }
    if (entries.some((entry) => entry.length !== 32))
      throw new Error(`${this.place}: ${path} is no bundle of this log`);
    return entries.slice(0, width);
  }
}

/** Opens a mirror: the address of a served log (`https://…/log`), or a folder that one was copied into. */
export function openMirror(place: string): Mirror {
  return new Mirror(place, /^https?:\/\//.test(place) ? readFromHttp(place) : readFromFolder(place));
}
