import type { Pool } from 'pg';
import type { KnownAnchor } from '../core/index.js';
import { type Clock, monotonicClock, rfc3339 } from '../platform/index.js';
import { readChainReading, readFinalAnchor, readFinalAnchors } from './anchor.store.js';
import { FormerAnchors } from './former-anchors.js';
import { knownAnchor } from './known-anchor.js';

/** How long an answer of *no anchor yet* is repeated before the database is asked again. */
const maxAgeMs = 250;
const page = 1_000;

export interface AnchorsKnown {
  anchors: readonly KnownAnchor[];
  /** RFC 3339: when a worker last read the chain */
  asOf: string;
}

/**
 * The final anchors, newest in memory: a final anchor never changes, so only what lies beyond the newest one known is asked
 * for, at most four times a second and by one question at a time. For a pool of *service*. Throws when the database does
 * not answer and memory does not know.
 */
export class AnchorBook {
  private kept: KnownAnchor[] = [];
  /** Monotonic: a wall clock that is set back must not keep what is kept. */
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;
  /** How long the worker had not read the chain when we read, milliseconds; 0 before its first time. */
  private chainAge = 0;
  private readonly former: FormerAnchors;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly maxKept = 10_000,
    private readonly monotonic: Clock = monotonicClock,
  ) {
    this.former = new FormerAnchors(pool, monotonic);
  }

  /** The first final anchor that holds leaf `index`, and the one before it. */
  async covering(index: number): Promise<{ anchor: KnownAnchor; previous: KnownAnchor | undefined } | undefined> {
    if (index >= this.newestSize()) await this.refresh();
    if (index >= this.newestSize()) return undefined;
    const at = this.firstAbove(index);
    const anchor = this.kept[at]!;
    // The oldest one kept covers everything before it, but is not the first that does.
    if (at === 0 && anchor.previousTreeSize > index) return this.readCovering(index);
    const previous = this.kept[at - 1];
    if (previous || anchor.previousTreeSize === 0) return { anchor, previous };
    return { anchor, previous: await this.read(anchor.previousTreeSize) };
  }

  /**
   * Those of the given tree sizes that are anchored and final, also of logs that this one succeeds. Sizes may come from an
   * attacker.
   */
  find(sizes: readonly number[]): AnchorsKnown | Promise<AnchorsKnown> {
    return this.inMemory(sizes) ?? this.look(sizes);
  }

  /** Of sizes between the oldest and the newest that are kept, while no other log is known of. */
  private inMemory(wanted: readonly number[]): AnchorsKnown | undefined {
    const oldest = this.kept[0]?.treeSize ?? 0;
    const newest = this.newestSize();
    if (this.readAt === Number.NEGATIVE_INFINITY || !this.former.areNone()) return undefined;
    const anchors: KnownAnchor[] = [];
    for (const size of wanted) {
      if (!(size >= oldest && size <= newest)) return undefined;
      const anchor = this.kept[this.firstAbove(size - 1)];
      if (anchor?.treeSize === size && !anchors.includes(anchor)) anchors.push(anchor);
    }
    void this.refresh().catch(() => undefined);
    return { anchors, asOf: this.asOf() };
  }

  private async look(sizes: readonly number[]): Promise<AnchorsKnown> {
    const wanted = [...new Set(sizes)].filter((size) => Number.isSafeInteger(size) && size > 0);
    if (wanted.some((size) => size > this.newestSize())) await this.refresh();
    const oldest = this.kept[0]?.treeSize ?? 0;
    const anchors: KnownAnchor[] = [];
    for (const size of wanted) {
      if (size > this.newestSize()) continue;
      const kept = this.kept[this.firstAbove(size - 1)];
      const anchor = size < oldest ? await this.read(size) : kept;
      if (anchor?.treeSize === size) anchors.push(anchor);
    }
    anchors.push(...(await this.former.find(wanted)));
    // What was read as final stays so and is told with its age, so nobody waits for a younger reading.
    if (this.readAt === Number.NEGATIVE_INFINITY) await this.refresh();
    else void this.refresh().catch(() => undefined);
    return { anchors, asOf: this.asOf() };
  }

  /** When the chain was read, by what the clock says now: its age only grows, whatever is done to the clock. */
  private asOf(): string {
    return rfc3339(Math.round(this.clock() - this.chainAge - (this.monotonic() - this.readAt)));
  }

  private newestSize(): number {
    return this.kept[this.kept.length - 1]?.treeSize ?? 0;
  }

  /** Position of the first kept anchor with a tree larger than `size`. */
  private firstAbove(size: number): number {
    let [low, high] = [0, this.kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.kept[middle]!.treeSize > size) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private refresh(): Promise<void> {
    if (this.monotonic() - this.readAt < maxAgeMs) return Promise.resolve();
    this.reading ??= this.readNewer().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async readNewer(): Promise<void> {
    for (;;) {
      const at = this.monotonic();
      const now = this.clock();
      // Read before the anchors: what follows is at least as young. The worker's clock may be ahead of ours.
      const chainReadAt = await readChainReading(this.pool);
      this.chainAge = chainReadAt ? Math.max(0, now - chainReadAt.getTime()) : 0;
      const rows = await readFinalAnchors(this.pool, this.newestSize(), page);
      for (const row of rows) this.kept.push(knownAnchor(row));
      if (this.kept.length > this.maxKept) this.kept = this.kept.slice(-Math.ceil(this.maxKept / 2));
      if (rows.length < page) {
        this.readAt = at;
        return;
      }
    }
  }

  private async read(size: number): Promise<KnownAnchor | undefined> {
    const row = await readFinalAnchor(this.pool, size);
    return row && knownAnchor(row);
  }

  private async readCovering(index: number) {
    const [row] = await readFinalAnchors(this.pool, index, 1);
    if (!row) return undefined;
    return { anchor: knownAnchor(row), previous: row.previousSize ? await this.read(row.previousSize) : undefined };
  }
}
