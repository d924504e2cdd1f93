import type { Pool } from 'pg';
import { anchorAge, anchorLag, type Clock, measureBacklog, readBacklog, readLogState } from '../platform/index.js';
import { readLastFinal } from './anchor.store.js';

const everyMs = 1_000;
/** Beyond so many entries the gauge stands still; counting more would cost more than it tells. */
const most = 1_000_000;

/** Sets the gauges of the ledger, at most once a second. */
export class LedgerMeter {
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** A figure that can't be had is left as it was: what keeps it from being read fails the verbs too, and is logged there. */
  async read(): Promise<void> {
    const now = this.clock();
    if (Math.abs(now - this.readAt) < everyMs) return;
    this.readAt = now;
    try {
      measureBacklog(await readBacklog(this.pool, most), now);
      const { treeSize, anchoredSize } = await readLogState(this.pool);
      anchorLag.set(treeSize - anchoredSize);
      const last = await readLastFinal(this.pool);
      if (last?.block) anchorAge.set((now - last.block.time) / 1000);
    } catch {
      // told by the verbs
    }
  }
}
