interface Kept<Value> {
  startedAt: number;
  value: Promise<Value>;
}

/**
 * Reads that are shared and repeated only when older than `maxAgeMs`, counted from before the read began: what changed
 * in the database shows within that time. A failed read and one that found nothing are not kept.
 */
export class RecentReads<Value> {
  private readonly kept = new Map<string, Kept<Value | undefined>>();

  constructor(
    private readonly read: (key: string) => Promise<Value | undefined>,
    private readonly maxAgeMs: number,
    private readonly max = 10_000,
  ) {}

  get(key: string): Promise<Value | undefined> {
    const now = performance.now();
    const found = this.kept.get(key);
    if (found && now - found.startedAt <= this.maxAgeMs) return found.value;
    const fresh: Kept<Value | undefined> = { startedAt: now, value: this.read(key) };
    this.kept.delete(key);
    if (this.kept.size >= this.max) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(key, fresh);
    const forget = (): void => {
      if (this.kept.get(key) === fresh) this.kept.delete(key);
    };
    fresh.value.then((value) => value === undefined && forget(), forget);
    return fresh.value;
  }
}
