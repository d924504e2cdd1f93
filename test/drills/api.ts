import { type Answer, type Ask, ask, clientToken, type Demo } from '../support/registry.js';
import { type Record, violation } from './record.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The API of a registry that may be away: whatever is not answered is sent again, the same in all. */
export class Api {
  private tokens = new Map<number, string>();

  constructor(
    private readonly demo: Demo,
    private readonly record: Record,
  ) {}

  /** The answer to a request of the n-th department, when there is one in the end; gives up after two minutes. */
  async untilAnswered(department: number, path: string, options: Ask = {}): Promise<Answer> {
    const limit = performance.now() + 120_000;
    for (let tries = 0; ; tries += 1) {
      const answer = await this.once(department, path, options);
      if (answer) return answer;
      if (performance.now() > limit) throw new Error(`${path} was not answered within two minutes`);
      if (tries === 0) this.record.retried += 1;
      await pause(50 + 50 * Math.min(tries, 5));
    }
  }

  /** The answer, or undefined when nobody gave one that settles the matter. */
  private async once(department: number, path: string, options: Ask): Promise<Answer | undefined> {
    try {
      const known = this.tokens.get(department);
      const token = known ?? (await clientToken(this.demo, 'department', department));
      this.tokens.set(department, token);
      const answer = await ask(this.demo.baseUrl, path, { ...options, token });
      this.count(String(answer.status));
      if (answer.status === 401) this.tokens.delete(department);
      // A dependency that is down is a 503 that says so; a 500 would be a fault that nobody thought of.
      if (answer.status === 500) violation(this.record, `${path} answered 500: ${JSON.stringify(answer.body)}`);
      return answer.status >= 500 || answer.status === 401 ? undefined : answer;
    } catch {
      this.count('none');
      return undefined;
    }
  }

  private count(status: string): void {
    this.record.answers.set(status, (this.record.answers.get(status) ?? 0) + 1);
  }
}
