import type { LeaseRow, StatusLeaseStore } from './status-lease.store.js';

/** Between two looks at leases that have not taken a change yet. */
const lookAgainMs = 10;

interface Awaited {
  round: number;
  /** On our monotonic clock. */
  until: number;
}

interface Waiter {
  /** Leases that were there at the first look after the change. */
  left: Map<string, Awaited> | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Lets a change of state wait until no process holds what was before. Changes that wait share their looks at the leases. May run in
 * any number of processes at once.
 */
export class AwaitLeases {
  private waiting: Waiter[] = [];
  private looking = false;

  constructor(
    private readonly store: Pick<StatusLeaseStore, 'all' | 'notify' | 'end'>,
    private readonly monotonic: () => number = () => performance.now(),
    private readonly pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  ) {}

  /**
   * Call after the change is committed. On return no verification that begins now sees what was before, in any process; at most
   * the time of a lease later.
   *
   * @throws the database's fault: then nothing may be acknowledged, and a repeat waits anew
   */
  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ left: undefined, resolve, reject });
      if (!this.looking) void this.look();
    });
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiting.length > 0) {
      // Who comes while leases are being read waits for the next look.
      const waiters = this.waiting;
      this.waiting = [];
      try {
        const rest = await this.judge(waiters);
        this.waiting.push(...rest);
        if (rest.length > 0) await this.pause(lookAgainMs);
      } catch (error) {
        for (const { reject } of waiters) reject(error);
      }
    }
    this.looking = false;
  }

  /** Those who must wait on. */
  private async judge(waiters: readonly Waiter[]): Promise<Waiter[]> {
    const leases = new Map((await this.store.all()).map((lease) => [lease.holder, lease]));
    const now = this.monotonic();
    const over = new Map<string, number>();
    let first = false;
    for (const waiter of waiters) {
      if (waiter.left) this.strike(waiter.left, leases, now, over);
      else {
        waiter.left = new Map(
          [...leases].map(([holder, { round, holdsMs }]) => [holder, { round, until: now + holdsMs }]),
        );
        first ||= waiter.left.size > 0;
      }
    }
    if (first) await this.store.notify();
    // Of a process that is gone, or that stands still: the next change need not wait for it.
    for (const [holder, round] of over) await this.store.end(holder, round);
    return waiters.filter((waiter) => {
      if (waiter.left?.size) return true;
      waiter.resolve();
      return false;
    });
  }

  private strike(left: Map<string, Awaited>, leases: Map<string, LeaseRow>, now: number, over: Map<string, number>) {
    for (const [holder, { round, until }] of left) {
      const lease = leases.get(holder);
      // A round after the one that was seen began after the change: what it read held the change.
      if (lease && lease.taken <= round && now < until) continue;
      left.delete(holder);
      if (lease && lease.taken <= round && lease.round === round) over.set(holder, round);
    }
  }
}
