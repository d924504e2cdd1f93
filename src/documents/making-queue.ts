import type { Refusal } from '../core/index.js';

/** How a making ended: well, or for a reason that the next one who asks is told. */
export type MakingEnd = Refusal<'carrier-impossible' | 'dependency-unavailable'> | undefined;

export type Asked =
  /** `ahead` jobs are done before; it takes about `seconds`. */
  | { state: 'queued'; ahead: number; seconds: number; done: Promise<void> }
  | { state: 'full'; seconds: number }
  | { state: 'failed'; refusal: NonNullable<MakingEnd> };

interface Job {
  run: () => Promise<MakingEnd>;
  done: Promise<void>;
  finish(): void;
}

export interface QueueLimits {
  maxWaiting: number;
  /** For so long a failure is told again instead of tried again. */
  rememberMs: number;
  maxRemembered: number;
}

/** A guess before anything was made. */
const firstGuessMs = 500;

/**
 * Makings in the order in which they were asked for, one at a time. Asking again for what waits joins it. A job that waits
 * is a closure over ids: what it opens, it opens when its turn comes.
 */
export class MakingQueue {
  private readonly jobs = new Map<string, Job>();
  private readonly failed = new Map<string, { refusal: NonNullable<MakingEnd>; until: number }>();
  private running = false;
  private meanMs = firstGuessMs;
  private closed = false;

  constructor(
    private readonly limits: QueueLimits,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** Makings that wait or are under way. */
  get length(): number {
    return this.jobs.size;
  }

  ask(key: string, run: () => Promise<MakingEnd>): Asked {
    const failed = this.failed.get(key);
    if (failed && performance.now() < failed.until) return { state: 'failed', refusal: failed.refusal };
    const known = this.jobs.get(key);
    if (known) return this.queued([...this.jobs.keys()].indexOf(key), known);
    if (this.closed || this.jobs.size >= this.limits.maxWaiting) {
      // All who are refused at once would come back at once, and whoever verifies would wait behind them.
      return { state: 'full', seconds: this.secondsOf((this.jobs.size / 2) * (1 + 2 * Math.random())) };
    }
    this.failed.delete(key);
    let finish = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const job = { run, done, finish };
    this.jobs.set(key, job);
    const asked = this.queued(this.jobs.size - 1, job);
    void this.work();
    return asked;
  }

  /** Takes no more and forgets what waits; what is under way ends by itself. */
  close(): void {
    this.closed = true;
    const [underWay] = this.running ? this.jobs.keys() : [];
    for (const [key, job] of this.jobs) {
      if (key === underWay) continue;
      this.jobs.delete(key);
      job.finish();
    }
  }

  private queued(ahead: number, { done }: Job): Asked {
    return { state: 'queued', ahead, seconds: this.secondsOf(ahead + 1), done };
  }

  private secondsOf(jobs: number): number {
    return Math.min(300, Math.max(1, Math.ceil((jobs * this.meanMs) / 1000)));
  }

  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    // A map keeps the order in which keys came.
    for (let next = this.jobs.entries().next(); !next.done; next = this.jobs.entries().next()) {
      const [key, job] = next.value;
      const begun = performance.now();
      const end = await job.run().catch((fault: unknown): MakingEnd => {
        this.onFault(fault);
        return { ok: false, code: 'dependency-unavailable', detail: 'This carrier could not be made' };
      });
      this.meanMs += (performance.now() - begun - this.meanMs) / 8;
      if (end) this.remember(key, end);
      this.jobs.delete(key);
      job.finish();
    }
    this.running = false;
  }

  private remember(key: string, refusal: NonNullable<MakingEnd>): void {
    const { maxRemembered, rememberMs } = this.limits;
    if (this.failed.size >= maxRemembered) this.failed.delete(this.failed.keys().next().value!);
    this.failed.set(key, { refusal, until: performance.now() + rememberMs });
  }
}
