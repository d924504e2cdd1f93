import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type Asked, type MakingEnd, MakingQueue } from './making-queue.js';

const limits = { maxWaiting: 3, rememberMs: 60_000, maxRemembered: 2 };
const faults: unknown[] = [];
const queueOf = (change = {}) => new MakingQueue({ ...limits, ...change }, (fault) => faults.push(fault));

/** A making that ends when it is told to. */
function held(end?: MakingEnd) {
  let finish = (_?: Error): void => {};
  const gate = new Promise<void>((resolve, reject) => {
    finish = (fault) => (fault ? reject(fault) : resolve());
  });
  let runs = 0;
  const run = () => {
    runs++;
    return gate.then(() => end);
  };
  return { run, finish: (fault?: Error) => finish(fault), runs: () => runs };
}
const doneOf = (asked: Asked): Promise<void> => {
  if (asked.state !== 'queued') throw new Error(asked.state);
  return asked.done;
};

describe(MakingQueue.name, () => {
  it('makes one after the other in the order in which they came, and tells how many are before', async () => {
    const queue = queueOf();
    const order: string[] = [];
    const first = held();
    const asked = [
      queue.ask('a', () => first.run().finally(() => order.push('a'))),
      queue.ask('b', async () => void order.push('b')),
      queue.ask('c', async () => void order.push('c')),
    ];
    expect(asked.map((one) => 'ahead' in one && one.ahead)).toEqual([0, 1, 2]);
    await sleep(5);
    expect(order).toEqual([]);
    first.finish();
    await Promise.all(asked.map(doneOf));
    expect(order).toEqual(['a', 'b', 'c']);
    expect(queue.length).toBe(0);
  });

  it('joins what is asked again, and makes it once', async () => {
    const queue = queueOf();
    const making = held();
    const [one, other] = [queue.ask('a', making.run), queue.ask('a', making.run)];
    expect(other).toMatchObject({ state: 'queued', ahead: 0 });
    making.finish();
    await Promise.all([doneOf(one), doneOf(other)]);
    expect(making.runs()).toBe(1);
    expect(queue.ask('a', async () => undefined)).toMatchObject({ state: 'queued' });
  });

  it('takes no more than it may, tells when to come again, and takes more once there is room', async () => {
    const queue = queueOf();
    const making = held();
    const asked = ['a', 'b', 'c'].map((key) => queue.ask(key, making.run));
    expect(queue.ask('d', making.run)).toEqual({ state: 'full', seconds: expect.any(Number) });
    expect(queue.ask('b', making.run)).toMatchObject({ state: 'queued', ahead: 1 });
    making.finish();
    await Promise.all(asked.map(doneOf));
    expect(queue.ask('d', making.run)).toMatchObject({ state: 'queued' });
  });

  it('tells those whom it has no room for different times, or they all come back at once', () => {
    const queue = queueOf();
    const making = held();
    for (const key of ['a', 'b', 'c']) queue.ask(key, making.run);
    const refused = Array.from({ length: 100 }, (_, n) => queue.ask(`more ${n}`, making.run));
    const seconds = new Set(refused.map((one) => ('seconds' in one ? one.seconds : Number.NaN)));
    expect(refused.every(({ state }) => state === 'full')).toBe(true);
    expect(seconds.size).toBeGreaterThan(1);
    making.finish();
  });

  it('tells a longer wait the more there is before', () => {
    const queue = queueOf({ maxWaiting: 200 });
    const making = held();
    const waits = Array.from({ length: 100 }, (_, n) => queue.ask(String(n), making.run));
    const seconds = waits.map((one) => ('seconds' in one ? one.seconds : Number.NaN));
    expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
    expect(seconds[99]! - seconds[0]!).toBeGreaterThan(10);
    making.finish();
  });

  it('tells the next one why it failed, tries again later, and remembers no more than it may', async () => {
    const refusal = { ok: false, code: 'carrier-impossible' } as const;
    const queue = queueOf({ rememberMs: 30 });
    await doneOf(queue.ask('a', async () => refusal));
    expect(queue.ask('a', async () => refusal)).toEqual({ state: 'failed', refusal });
    await doneOf(queue.ask('b', async () => refusal));
    await doneOf(queue.ask('c', async () => refusal));
    expect(queue.ask('a', async () => undefined)).toMatchObject({ state: 'queued' });
    await sleep(40);
    expect(queue.ask('c', async () => undefined)).toMatchObject({ state: 'queued' });
  });

  it('goes on after a fault, which is told to the log and not to who asks', async () => {
    const queue = queueOf();
    const fault = new Error('of the database');
    const [one, other] = [queue.ask('a', () => Promise.reject(fault)), queue.ask('b', async () => undefined)];
    await Promise.all([doneOf(one), doneOf(other)]);
    expect(faults).toEqual([fault]);
    const told = queue.ask('a', async () => undefined);
    expect(told).toMatchObject({ state: 'failed', refusal: { code: 'dependency-unavailable' } });
    expect(JSON.stringify(told)).not.toContain('database');
  });

  it('forgets what waits when it is closed, lets who waits go, and takes no more', async () => {
    const queue = queueOf();
    const [first, second] = [held(), held()];
    const asked = [queue.ask('a', first.run), queue.ask('b', second.run)];
    queue.close();
    await doneOf(asked[1]!);
    expect(queue.ask('c', second.run)).toMatchObject({ state: 'full' });
    first.finish();
    await doneOf(asked[0]!);
    expect(second.runs()).toBe(0);
  });
});
