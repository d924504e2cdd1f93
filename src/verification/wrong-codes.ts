import { WindowLimit } from '../platform/index.js';

/**
 * Bounds guesses at the code of one identifier, from wherever they come: wrong codes in a minute, in this process. Past the
 * bound nobody is answered by code for that identifier, were the code right. An identifier that is none counts like one that
 * is, so the bound tells nothing of it.
 */
export class WrongCodes {
  private readonly limit: WindowLimit | undefined;

  /** `perMinute` 0 is no bound. */
  constructor(perMinute: number, now?: () => number) {
    this.limit = perMinute > 0 ? new WindowLimit(perMinute, now) : undefined;
  }

  /** Seconds to wait before asking for this identifier by code; 0 when it may be asked. */
  wait(identifier: string): number {
    return this.limit?.wait(identifier) ?? 0;
  }

  /** Counts a code that opened nothing. */
  count(identifier: string): void {
    this.limit?.take(identifier);
  }
}
