/** A dependency did not answer within its time, or has so many answers outstanding that it was not asked. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';

  constructor(dependency: string, ms: number) {
    super(`${dependency} did not answer within ${ms} ms`);
  }
}

/** Questions that were given up and have not ended; past it nothing new is asked until one of them has. */
const maxGivenUp = 64;

/**
 * The time that one dependency has for an answer. A question that runs out of it is given up: who asked goes on at once, and
 * the question ends by the limits of the connection that it runs on. So that a dependency which hangs is not asked again and
 * again behind the backs of all who gave up, it is left alone while many such questions have not ended.
 */
export class Deadline {
  private givenUp = 0;
  /** Those under way, oldest first, which is the order in which they run out of time. */
  private readonly asked = new Set<Question>();
  private timer: NodeJS.Timeout | undefined;

  /** @param ms how long a question may take; @param dependency for people */
  constructor(
    readonly dependency: string,
    readonly ms: number,
  ) {}

  /** What `ask` answers, or what it throws; what is known at once is given back at once. @throws OutOfTime */
  within<T>(ask: () => Promise<T>): Promise<T>;
  within<T>(ask: () => T | Promise<T>): T | Promise<T>;
  within<T>(ask: () => T | Promise<T>): T | Promise<T> {
    if (this.givenUp >= maxGivenUp) return Promise.reject(new OutOfTime(this.dependency, this.ms));
    const asking = ask();
    return asking instanceof Promise ? this.inTime(asking) : asking;
  }

  private inTime<T>(asking: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const question = { due: performance.now() + this.ms, reject };
      this.asked.add(question);
      this.timer ??= this.wake(this.ms);
      const ended = () => {
        if (!this.asked.delete(question)) this.givenUp--;
      };
      asking.then(
        (answer) => {
          ended();
          resolve(answer);
        },
        (fault) => {
          ended();
          reject(fault);
        },
      );
    });
  }

  /** One timer for all: most questions are answered at once, out of memory, and would pay more for theirs than for the answer. */
  private wake(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.giveUp(), ms).unref();
  }

  private giveUp(): void {
    const now = performance.now();
    this.timer = undefined;
    for (const question of this.asked) {
      // Timers may come a moment early.
      if (question.due > now + 1) {
        this.timer = this.wake(question.due - now);
        return;
      }
      this.asked.delete(question);
      this.givenUp++;
      question.reject(new OutOfTime(this.dependency, this.ms));
    }
  }
}

interface Question {
  /** By the monotonic clock, milliseconds. */
  due: number;
  reject: (fault: OutOfTime) => void;
}
