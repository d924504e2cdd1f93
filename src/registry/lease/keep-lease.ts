import type { Log } from '../../platform/index.js';
import type { StatusLease } from './status-lease.js';

/** A lease of a process that nobody asks anything costs every change a wait and the database a commit a round. */
const idleMs = 10_000;
/** Of a lease's time: two more rounds may fail before it runs out. */
const renewAfter = 0.3;

/** Renews a lease while it is used: one round at a time, soon after the last one or at once when told. */
export class KeepLease {
  private usedAt = Number.NEGATIVE_INFINITY;
  private told = false;
  private closed = false;
  private running: Promise<void> | undefined;
  private wake: (() => void) | undefined;

  constructor(
    private readonly lease: StatusLease,
    private readonly monotonic: () => number,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  /** Somebody wants what is in memory. */
  use(): void {
    this.usedAt = this.monotonic();
    if (!this.closed) this.running ??= this.run();
  }

  /** A state changed, and somebody waits until it is taken. */
  tell(): void {
    this.told = true;
    this.wake?.();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wake?.();
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      while (!this.closed && this.monotonic() - this.usedAt < idleMs) {
        const told = this.told;
        this.told = false;
        await this.lease.renew(told).catch((err) => this.log.warn({ err }, 'the lease on states could not be renewed'));
        if (!this.told) await this.pause();
      }
      await this.lease.end().catch((err) => this.log.warn({ err }, 'the lease on states could not be ended'));
    } finally {
      this.running = undefined;
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.lease.options.holdsMs * renewAfter);
      timer.unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.closed) this.wake();
    });
  }
}
