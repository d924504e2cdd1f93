import type { Pool } from 'pg';
import type { KnownAnchor } from '../core/index.js';
import type { Clock } from '../platform/index.js';
import { hasFormerAnchors, readFormerAnchors } from './former-anchor.store.js';

/** How long *this log succeeds no other* is believed: a successor begins with a restart of whoever serves it. */
const noneForMs = 60_000;

/**
 * The final anchors of logs that this one succeeds, for receipts that holders kept. They never change, so what was read
 * stays in memory, bounded. For a pool of *service*; throws when the database does not answer and memory does not know.
 */
export class FormerAnchors {
  private some = false;
  private askedAt = Number.NEGATIVE_INFINITY;
  private readonly kept = new Map<number, readonly KnownAnchor[]>();

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly maxKept = 10_000,
  ) {}

  /** Those of the given tree sizes. Sizes may come from an attacker. */
  async find(sizes: readonly number[]): Promise<KnownAnchor[]> {
    if (sizes.length === 0 || !(await this.exist())) return [];
    const unknown = sizes.filter((size) => !this.kept.has(size));
    if (unknown.length > 0) {
      const read = await readFormerAnchors(this.pool, unknown);
      for (const size of unknown) {
        this.kept.set(
          size,
          read.filter(({ treeSize }) => treeSize === size),
        );
        if (this.kept.size > this.maxKept) this.kept.delete(this.kept.keys().next().value!);
      }
    }
    return sizes.flatMap((size) => this.kept.get(size) ?? []);
  }

  /** Whether this log, as far as was asked of late, succeeds no other. */
  areNone(): boolean {
    return !this.some && this.clock() - this.askedAt < noneForMs;
  }

  private async exist(): Promise<boolean> {
    if (this.some || this.areNone()) return this.some;
    const asking = this.ask();
    // Nobody waits for a younger answer, nor lacks one while the database is away.
    if (this.askedAt === Number.NEGATIVE_INFINITY) await asking;
    else void asking.catch(() => undefined);
    return this.some;
  }

  private async ask(): Promise<void> {
    const at = this.clock();
    this.some = await hasFormerAnchors(this.pool);
    this.askedAt = at;
  }
}
