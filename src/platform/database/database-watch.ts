import type { ClientBase, Pool } from 'pg';
import type { Clock } from '../clock.js';
import type { Log } from '../log.js';

/** Clocks that differ by no more than this, in milliseconds, count as one. */
export const clockTolerance = 10_000;
const everyMs = 5_000;

/** Why a server of the database is not believed. */
export type DatabaseDoubt = 'standby' | 'older-than-seen';

/** A server that shows an older state than another one did before, or that only follows. */
export class DoubtfulDatabase extends Error {
  override readonly name = 'DoubtfulDatabase';

  constructor(readonly doubt: DatabaseDoubt) {
    super(doubt === 'standby' ? 'the server is a standby' : 'the server shows an older log than was seen before');
  }
}

interface Position {
  told: Date;
  standby: boolean;
  tree_size: string;
  behind: boolean;
}

/** How the clock of the process and that of the database stand to each other. */
export interface ClockState {
  /** Milliseconds by which the other clock is ahead of ours; 0 while none was read. */
  ahead: number;
  /** Milliseconds since the database's clock was read; undefined when it never was. */
  ageMs: number | undefined;
}

/**
 * What a process holds against a database that lies about the time or goes back in it. A server is asked once a connection,
 * before anything else: one that shows a shorter log than any did before is a copy from the past, and none of its answers is
 * taken. The same reading, repeated every few seconds, gives the database's clock, which is carried on by the monotonic clock:
 * so a wall clock that is set wrong, or jumps between two readings, is noticed by whoever asks next.
 */
export class DatabaseWatch {
  private seenSize = 0;
  private behind = false;
  private offset: number;
  private readAt: number | undefined;
  private pool: Pool | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly monotonic: Clock,
    private readonly log: Log,
  ) {
    this.offset = clock() - monotonic();
  }

  /** For each new connection, before it serves. @throws DoubtfulDatabase, or the database's fault */
  async admit(client: ClientBase): Promise<void> {
    const begun = this.monotonic();
    const position = await readPosition(client);
    if (position === undefined) return;
    const doubt = this.doubtOf(position);
    if (doubt !== undefined) {
      this.log.error({ doubt }, 'a server of the database is not believed');
      throw new DoubtfulDatabase(doubt);
    }
    this.take(position, begun);
  }

  /** Reads through this pool from the start of the application to its end. */
  over(pool: Pool): this {
    this.pool = pool;
    return this;
  }

  onModuleInit(): void {
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

  /**
   * By how many milliseconds the database's clock is ahead of the process's, when that is more than clocks may differ by:
   * then nobody knows which of the two is right.
   */
  clockDoubt(): number | undefined {
    const { ahead } = this.clockState();
    return Math.abs(ahead) > clockTolerance ? ahead : undefined;
  }

  /** Whether the database lacks what the chain holds of its log, as after the restore of a backup: its states are of another day. */
  isBehindChain(): boolean {
    return this.behind;
  }

  /** For whoever watches. */
  clockState(): ClockState {
    const now = this.monotonic();
    return {
      ahead: now + this.offset - this.clock(),
      ageMs: this.readAt === undefined ? undefined : now - this.readAt,
    };
  }

  private doubtOf({ standby, tree_size: size }: Position): DatabaseDoubt | undefined {
    if (standby) return 'standby';
    return Number(size) < this.seenSize ? 'older-than-seen' : undefined;
  }

  private take({ told, tree_size: size, behind }: Position, begun: number): void {
    const now = this.monotonic();
    this.behind = behind;
    this.seenSize = Math.max(this.seenSize, Number(size));
    // The database told its time somewhere between question and answer: a slow answer says little about it.
    if (now - begun > clockTolerance) return;
    this.offset = told.getTime() - (begun + now) / 2;
    this.readAt = now;
  }

  private async read(): Promise<void> {
    const begun = this.monotonic();
    try {
      const position = this.pool && (await readPosition(this.pool));
      if (position) this.take(position, begun);
    } catch (err) {
      this.log.warn({ err }, 'the clock of the database could not be read');
    }
  }
}

/** Undefined while the migration that brings the function is not in. */
async function readPosition(client: ClientBase | Pool): Promise<Position | undefined> {
  try {
    const { rows } = await client.query<Position>('select * from log_position()');
    return rows[0];
  } catch (fault) {
    if ((fault as { code?: unknown }).code === '42883') return undefined;
    throw fault;
  }
}
