import { describe, expect, it } from '@jest/globals';
import { Deadline, OutOfTime } from './deadline.js';

const open = () => {
  let resolve = (_answer: string): void => undefined;
  let reject = (_fault: Error): void => undefined;
  const answer = new Promise<string>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { ask: () => answer, resolve, reject };
};

describe(Deadline.name, () => {
  it('gives on what comes in time, an answer or a fault', async () => {
    const deadline = new Deadline('the registry', 10_000);
    await expect(deadline.within(async () => 'answer')).resolves.toBe('answer');
    await expect(deadline.within(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });

  it('gives up what does not come in time, and bears its fault when that comes later', async () => {
    const late = open();
    await expect(new Deadline('the registry', 1).within(late.ask)).rejects.toThrow('the registry did not answer');
    late.reject(new Error('nobody waits for it'));
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('asks nothing more while too many were given up, and again when they have ended', async () => {
    const deadline = new Deadline('the registry', 1);
    const late = Array.from({ length: 64 }, open);
    const given = await Promise.allSettled(late.map(({ ask }) => deadline.within(ask)));
    expect(given.every(({ status }) => status === 'rejected')).toBe(true);
    let asked = 0;
    const count = async () => ++asked;
    await expect(deadline.within(count)).rejects.toBeInstanceOf(OutOfTime);
    expect(asked).toBe(0);
    late[0]!.resolve('late');
    await new Promise((resolve) => setImmediate(resolve));
    await expect(deadline.within(count)).resolves.toBe(1);
  });
});
