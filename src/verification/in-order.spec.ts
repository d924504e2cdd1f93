import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inOrder } from './in-order.js';

async function* count(to: number, taken: number[] = []) {
  for (let n = 0; n < to; n++) {
    taken.push(n);
    yield n;
  }
}
const all = async <T>(answers: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const answer of answers) found.push(answer);
  return found;
};

describe(inOrder.name, () => {
  it('answers in order, however the work ends, with no more than a window at once', async () => {
    let [now, most] = [0, 0];
    const work = async (n: number) => {
      most = Math.max(most, ++now);
      for (let turns = (n * 7) % 5; turns > 0; turns--) await turn();
      now -= 1;
      return n;
    };
    expect(await all(inOrder(count(50), work, { window: 4 }))).toEqual([...Array(50).keys()]);
    expect(most).toBe(4);
  });

  it('answers what is done while the next question has not come', async () => {
    let come = (_: string): void => {};
    const questions = async function* () {
      yield 'first';
      yield await new Promise<string>((resolve) => {
        come = resolve;
      });
    };
    const answers = inOrder(questions(), async (text) => text, { window: 8 });
    expect((await answers.next()).value).toBe('first');
    const second = answers.next();
    await turn();
    come('second');
    expect((await second).value).toBe('second');
  });

  it('takes no question for which there is no room', async () => {
    const taken: number[] = [];
    const answers = inOrder(count(1_000, taken), async (n) => n, { window: 5 });
    await answers.next();
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(taken.length).toBeLessThanOrEqual(7);
    await answers.return();
  });

  it('begins nothing more when whoever asked has gone, and leaves the source', async () => {
    const taken: number[] = [];
    const gone = new AbortController();
    const source = count(1_000, taken);
    const worked: number[] = [];
    const work = async (n: number) => {
      worked.push(n);
      if (n === 10) gone.abort();
      await turn();
      return n;
    };
    await all(inOrder(source, work, { window: 3, signal: gone.signal }));
    expect(worked.length).toBeLessThanOrEqual(13);
    expect((await source.next()).done).toBe(true);
  });

  it('fails when the source fails, after what came before', async () => {
    const broken = async function* () {
      yield 1;
      throw new Error('the line broke');
    };
    const answers = inOrder(broken(), async (n) => n, { window: 1 });
    expect((await answers.next()).value).toBe(1);
    await expect(answers.next()).rejects.toThrow('the line broke');
  });
});
