/**
 * Requests that arrive while a statement is running join the next one; a lone request never waits. There is no timer.
 *
 * `run` answers one outcome per item, in order. A throw fails the whole group: when it held more than one item and
 * the fault is not one of the connection, it is split in halves, so that a bad row fails alone.
 */
export interface GroupOptions<Item, Outcome> {
  run(items: readonly Item[]): Promise<readonly Outcome[]>;
  /** Items of one statement at most. */
  maxGroup: number;
  /** Statements in flight at most. */
  concurrency: number;
  /** Items that may wait; one more is refused with `Overloaded`. */
  maxWaiting: number;
  /** True when another try of the rest makes sense after this fault. */
  splits(error: unknown): boolean;
}

/** Too many wait already: the caller answers 503 with `Retry-After`. */
export class Overloaded extends Error {
  constructor(readonly retryAfterSeconds = 1) {
    super('too many requests wait for the database');
  }
}

interface Waiting<Item, Outcome> {
  item: Item;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

export class GroupCommit<Item, Outcome> {
  private waiting: Waiting<Item, Outcome>[] = [];
  private running = 0;
  private scheduled = false;

  constructor(private readonly options: GroupOptions<Item, Outcome>) {}

  add(item: Item): Promise<Outcome> {
    if (this.waiting.length >= this.options.maxWaiting) return Promise.reject(new Overloaded());
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  // Everything that the event loop has already read joins the first group.
  private schedule(): void {
    if (this.scheduled || this.running >= this.options.concurrency) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.start();
    });
  }

  private start(): void {
    while (this.waiting.length > 0 && this.running < this.options.concurrency) {
      const group = this.waiting.splice(0, this.options.maxGroup);
      this.running++;
      void this.settle(group).finally(() => {
        this.running--;
        this.start();
      });
    }
  }

  private async settle(group: Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.options.run(group.map((waiting) => waiting.item));
      if (outcomes.length !== group.length) throw new Error(`${outcomes.length} outcomes for ${group.length} items`);
      for (const [i, waiting] of group.entries()) waiting.resolve(outcomes[i] as Outcome);
    } catch (error) {
      if (group.length === 1 || !this.options.splits(error)) {
        for (const waiting of group) waiting.reject(error);
        return;
      }
      const half = group.length >> 1;
      await this.settle(group.slice(0, half));
      await this.settle(group.slice(half));
    }
  }
}

/** A fault of one row (SQLSTATE classes 22, 23, 42501) rather than of the connection or the server. */
export const isRowFault = (error: unknown): boolean => {
  const code = (error as { code?: unknown })?.code;
  return typeof code === 'string' && (/^2[23]/.test(code) || code === '42501');
};
