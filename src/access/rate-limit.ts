const windowMs = 60_000;
const maxAddresses = 100_000;

/** IPv6 gives one household 2^64 addresses: they count as one. */
const bucketOf = (address: string): string =>
  address.includes(':') && !address.includes('.') ? expand(address).slice(0, 4).join(':') : address;

function expand(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  return tail === undefined
    ? left
    : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
}

/**
 * Requests of one address in a minute, in a fixed window on a monotonic clock. Bounded: when more addresses than it
 * holds come in one minute, the rest share one count.
 */
export class RateLimit {
  private counts = new Map<string, number>();
  private startedAt: number;

  constructor(
    private readonly perMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startedAt = now();
  }

  /** Counts one request; answers the seconds to wait when it is one too many, else 0. */
  take(address: string): number {
    const now = this.now();
    if (now - this.startedAt >= windowMs) {
      this.startedAt = now;
      this.counts = new Map();
    }
    let bucket = bucketOf(address);
    if (this.counts.size >= maxAddresses && !this.counts.has(bucket)) bucket = 'others';
    const count = (this.counts.get(bucket) ?? 0) + 1;
    this.counts.set(bucket, count);
    return count <= this.perMinute ? 0 : Math.max(1, Math.ceil((this.startedAt + windowMs - now) / 1000));
  }
}
