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

  /** @param ms how long a question may take; @param dependency for people */
  constructor(
    readonly dependency: string,
    readonly ms: number,
  ) {}

  /** What `ask` answers, or what it throws. @throws OutOfTime */
  async within<T>(ask: () => Promise<T>): Promise<T> {
    if (this.givenUp >= maxGivenUp) throw new OutOfTime(this.dependency, this.ms);
    let timer: NodeJS.Timeout | undefined;
    let late = false;
    const asking = ask();
    const out = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        late = true;
        this.givenUp++;
        reject(new OutOfTime(this.dependency, this.ms));
      }, this.ms);
    });
    const ended = () => {
      clearTimeout(timer);
      if (late) this.givenUp--;
    };
    asking.then(ended, ended);
    return Promise.race([asking, out]);
  }
}
