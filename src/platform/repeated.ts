import type { Clock } from './clock.js';
import { Recent } from './recent.js';

/** Marks of what came once. */
const maxMarks = 5_000;
/** Nothing stays longer than twice this without being asked for: it holds what people brought. */
const keptMs = 60_000;

/**
 * What came twice of late: in memory alone, bounded by weight and in time. What comes but once would only be carried about by the
 * collector.
 */
export class Repeated<Value> {
  private readonly kept: Recent<Value>;
  private readonly marks = new Recent<true>(maxMarks);
  private agedAt = Number.NEGATIVE_INFINITY;

  constructor(
    max: number,
    weigh: (key: string, value: Value) => number,
    private readonly clock: Clock,
  ) {
    this.kept = new Recent(max, weigh);
  }

  get(key: string): Value | undefined {
    const now = this.clock();
    if (Math.abs(now - this.agedAt) > keptMs) {
      this.kept.age();
      this.marks.age();
      this.agedAt = now;
    }
    return this.kept.get(key);
  }

  /** Keeps it when it came before, by its mark. Answers whether it is kept. */
  offer(key: string, value: Value, mark = key): boolean {
    if (!this.marks.get(mark)) {
      this.marks.set(mark, true);
      return false;
    }
    this.kept.set(key, value);
    return true;
  }
}
