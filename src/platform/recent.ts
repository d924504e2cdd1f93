/**
 * What was used of late, bounded by weight. Two generations of half the weight each: what is asked for again moves to the young
 * one, the old one is dropped as a whole. Deleting the oldest of one map one by one walks over ever more empty places.
 */
export class Recent<Value> {
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();
  private weight = 0;

  constructor(
    private readonly max: number,
    private readonly weigh: (key: string, value: Value) => number = () => 1,
  ) {}

  get(key: string): Value | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const kept = this.old.get(key);
    if (kept !== undefined) {
      this.old.delete(key);
      this.set(key, kept);
    }
    return kept;
  }

  set(key: string, value: Value): void {
    const weight = this.weigh(key, value);
    if (this.weight + weight > this.max / 2) this.age();
    this.weight += weight;
    this.young.set(key, value);
  }

  /** Drops what was not asked for since the last time. */
  age(): void {
    this.old = this.young;
    this.young = new Map();
    this.weight = 0;
  }

  get size(): number {
    return this.young.size + this.old.size;
  }
}
