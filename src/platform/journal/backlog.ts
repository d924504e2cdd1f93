import type { Pool } from 'pg';
import type { Clock } from '../clock.js';
import { journalBacklog, unanchoredAge } from '../metrics.js';

/** What the ledger still owes. */
export interface Backlog {
  /** Entries without a place in the log, counted up to one more than was asked for. */
  waiting: number;
  /** ms since 1970: when the oldest entry that no final anchor covers was acknowledged; undefined when there is none. */
  oldestAt: number | undefined;
}

/** Past either of them no new licence is issued. */
export interface BacklogBounds {
  maxEntries: number;
  maxAgeMs: number;
}

/** For a pool of *service* or *worker*. */
export async function readBacklog(pool: Pool, most: number): Promise<Backlog> {
  const { rows } = await pool.query<{
    waiting: number;
    oldest_waiting: string | null;
    oldest_unanchored: string | null;
  }>({
    name: 'journal-backlog',
    text: 'select waiting, oldest_waiting, oldest_unanchored from ledger_backlog($1)',
    values: [most],
  });
  const { waiting, oldest_waiting: journal, oldest_unanchored: logged } = rows[0]!;
  const times = [journal, logged].flatMap((id) => (id === null ? [] : [timeOf(id)]));
  return { waiting, oldestAt: times.length === 0 ? undefined : Math.min(...times) };
}

/** The time in a UUIDv7 (RFC 9562): its first 48 bits. */
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

/** Sets the gauges from a reading. */
export function measureBacklog({ waiting, oldestAt }: Backlog, now: number): void {
  journalBacklog.set(waiting);
  unanchoredAge.set(oldestAt === undefined ? 0 : Math.max(0, (now - oldestAt) / 1000));
}

const everyMs = 1_000;

/**
 * Whether the ledger is so far behind that issuing has to wait. Read from the database once a second, apart from any
 * request; what is asked is answered from memory. A reading that fails leaves it open: a database that is away says so
 * itself.
 */
export class BacklogGuard {
  private known: Backlog | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly bounds: BacklogBounds,
  ) {}

  onModuleInit(): void {
    void this.refresh();
    this.timer = setInterval(() => void this.refresh(), everyMs);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.reading;
  }

  /** Reads anew; never rejects, and never runs twice at once. */
  refresh(): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  isFull(): boolean {
    if (!this.known) return false;
    return this.known.waiting > this.bounds.maxEntries || (this.ageMs() ?? 0) > this.bounds.maxAgeMs;
  }

  /** The last reading, for whoever watches; undefined when there is none. */
  state(): { waiting: number; ageSeconds: number } | undefined {
    return this.known && { waiting: this.known.waiting, ageSeconds: Math.round((this.ageMs() ?? 0) / 1000) };
  }

  private ageMs(): number | undefined {
    const oldestAt = this.known?.oldestAt;
    return oldestAt === undefined ? undefined : Math.max(0, this.clock() - oldestAt);
  }

  private async read(): Promise<void> {
    try {
      this.known = await readBacklog(this.pool, this.bounds.maxEntries);
      measureBacklog(this.known, this.clock());
    } catch {
      this.known = undefined;
    }
  }
}
