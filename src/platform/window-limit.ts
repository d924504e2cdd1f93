const windowMs = 60_000;
const maxKeys = 100_000;

/**
 * Counts by key in a minute, in a fixed window on a monotonic clock. Bounded: when more keys than it holds come in one
 * minute, the rest share one count.
 */
export class WindowLimit {
  private counts = new Map<string, number>();
  private startedAt: number;

  constructor(
    readonly perMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startedAt = now();
  }

  /** Counts one; answers the seconds to wait when it is one too many, else 0. */
  take(key: string): number {
    const bucket = this.bucketOf(key);
    const count = (this.counts.get(bucket) ?? 0) + 1;
    this.counts.set(bucket, count);
    return count <= this.perMinute ? 0 : this.secondsLeft();
  }

  /** The same without counting: whether the next one would be one too many. */
  wait(key: string): number {
    return this.left(key) > 0 ? 0 : this.secondsLeft();
  }

  /** How many more this key may have until the window ends. */
  left(key: string): number {
    const bucket = this.bucketOf(key);
    return Math.max(0, this.perMinute - (this.counts.get(bucket) ?? 0));
  }

  /** Seconds until the next window, at least 1. */
  secondsLeft(): number {
    return Math.max(1, Math.ceil((this.startedAt + windowMs - this.now()) / 1000));
  }

  private bucketOf(key: string): string {
    const now = this.now();
    if (now - this.startedAt >= windowMs) {
      this.startedAt = now;
      this.counts = new Map();
    }
    return this.counts.size >= maxKeys && !this.counts.has(key) ? 'others' : key;
  }
}
