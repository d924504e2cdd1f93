import { describe, expect, it } from '@jest/globals';
import { GroupCommit, isRowFault, Overloaded } from './group-commit.js';

const tick = () => new Promise((resolve) => setImmediate(resolve));

function recorder(run?: (items: readonly number[]) => Promise<number[]>) {
  const groups: number[][] = [];
  const group = new GroupCommit<number, number>({
    run: async (items) => {
      groups.push([...items]);
      return run ? run(items) : items.map((n) => n * 2);
    },
    maxGroup: 3,
    concurrency: 1,
    maxWaiting: 6,
    splits: isRowFault,
  });
  return { group, groups };
}

describe(GroupCommit.name, () => {
  it('joins what arrives together and keeps outcomes apart', async () => {
    const { group, groups } = recorder();
    expect(await Promise.all([1, 2, 3, 4].map((n) => group.add(n)))).toEqual([2, 4, 6, 8]);
    expect(groups).toEqual([[1, 2, 3], [4]]);
  });

  it('starts a lone request at once', async () => {
    const { group, groups } = recorder();
    const answer = group.add(7);
    await tick();
    expect(groups).toEqual([[7]]);
    expect(await answer).toBe(14);
  });

  it('fails a bad row alone', async () => {
    const { group } = recorder(async (items) => {
      if (items.includes(2)) throw Object.assign(new Error('check violated'), { code: '23514' });
      return items.map((n) => n * 2);
    });
    const results = await Promise.allSettled([1, 2, 3].map((n) => group.add(n)));
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('does not repeat a group whose commit is unknown', async () => {
    const { group, groups } = recorder(async () => {
      throw new Error('Connection terminated unexpectedly');
    });
    const results = await Promise.allSettled([1, 2].map((n) => group.add(n)));
    expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected']);
    expect(groups).toHaveLength(1);
  });

  it('refuses past its bound', async () => {
    const { group } = recorder();
    const all = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => group.add(n)));
    expect(all.filter((r) => r.status === 'rejected' && r.reason instanceof Overloaded)).toHaveLength(2);
  });
});
