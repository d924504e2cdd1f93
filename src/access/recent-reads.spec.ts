import { describe, expect, it, jest } from '@jest/globals';
import { RecentReads } from './recent-reads.js';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('recent reads', () => {
  it('are shared while they run and until they are old', async () => {
    const read = jest.fn(async (key: string) => key.toUpperCase());
    const reads = new RecentReads(read, 50);
    expect(await Promise.all([reads.get('a'), reads.get('a'), reads.get('b')])).toEqual(['A', 'A', 'B']);
    expect(read).toHaveBeenCalledTimes(2);
    await wait(60);
    await reads.get('a');
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('that fail or find nothing are not kept', async () => {
    const answers = [Promise.reject(new Error('away')), Promise.resolve(undefined), Promise.resolve('found')];
    const reads = new RecentReads(() => answers.shift()!, 10_000);
    await expect(reads.get('a')).rejects.toThrow('away');
    expect(await reads.get('a')).toBeUndefined();
    expect(await reads.get('a')).toBe('found');
  });

  it('are bounded, the oldest goes first', async () => {
    const read = jest.fn(async (key: string) => key);
    const reads = new RecentReads(read, 10_000, 2);
    for (const key of ['a', 'b', 'c', 'a']) await reads.get(key);
    expect(read).toHaveBeenCalledTimes(4);
    await reads.get('c');
    expect(read).toHaveBeenCalledTimes(4);
  });
});
