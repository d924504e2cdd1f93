import { describe, expect, it } from '@jest/globals';
import { statusListSize, statusPermutation } from './status-permutation.js';
import { StatusPlaces } from './status-places.js';

const secret = Buffer.alloc(32, 7);

function places(drawn = { blocks: 0 }): StatusPlaces {
  return new StatusPlaces(secret, async () => ++drawn.blocks);
}

describe(StatusPlaces.name, () => {
  it('draws 300,000 places, none twice, filling each list to its last place', async () => {
    const giver = places();
    const seen = new Map<number, Uint8Array>();
    for (let i = 0; i < 300_000; i++) {
      const { list, index } = await giver.take();
      const used = seen.get(list) ?? new Uint8Array(statusListSize);
      if (used[index] !== 0) throw new Error(`place ${list}/${index} was drawn twice`);
      used[index] = 1;
      seen.set(list, used);
    }
    expect([...seen.keys()]).toEqual([0, 1, 2]);
    expect([0, 1].map((list) => seen.get(list)!.every((used) => used === 1))).toEqual([true, true]);
  });

  it('shares a sequence with other processes without a place in common', async () => {
    const drawn = { blocks: 0 };
    const [a, b] = [places(drawn), places(drawn)];
    const taken = await Promise.all(Array.from({ length: 6000 }, (_, i) => (i % 2 ? a : b).take()));
    expect(new Set(taken.map(({ list, index }) => `${list}/${index}`)).size).toBe(6000);
  });

  it('goes on after the sequence failed', async () => {
    let fail = true;
    const giver = new StatusPlaces(secret, async () => {
      if (fail) throw new Error('away');
      return 1;
    });
    await expect(giver.take()).rejects.toThrow('away');
    fail = false;
    expect((await giver.take()).list).toBe(0);
  });
});

describe(statusPermutation.name, () => {
  it('scatters neighbours and differs by list and by key', () => {
    const permute = statusPermutation(secret, 0);
    const gaps = Array.from({ length: 2000 }, (_, n) => Math.abs(permute(n + 1) - permute(n)));
    // Two random places lie a third of the list apart on average.
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(mean).toBeGreaterThan(statusListSize / 4);
    expect(mean).toBeLessThan((statusListSize * 5) / 12);
    const first = (p: (n: number) => number) => [0, 1, 2, 3].map(p);
    expect(first(statusPermutation(secret, 1))).not.toEqual(first(permute));
    expect(first(statusPermutation(Buffer.alloc(32, 8), 0))).not.toEqual(first(permute));
    expect(first(statusPermutation(secret, 0))).toEqual(first(permute));
  });
});
