import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { startAnvil } from './testing/anvil.js';
import { type AnchorGas, measureGas } from './testing/measure-gas.js';

const committed = JSON.parse(readFileSync(new URL('gas.json', import.meta.url), 'utf8')) as {
  first: number;
  anchors: AnchorGas[];
};

describe('what an anchor costs', () => {
  it('is within 5 % of the committed table, and 9 gas a licence at 10,000 onto a million', async () => {
    const chain = await startAnvil();
    try {
      const now = await measureGas(chain);
      expect(now.anchors.map(({ size, batch, nodes }) => ({ size, batch, nodes }))).toEqual(
        committed.anchors.map(({ size, batch, nodes }) => ({ size, batch, nodes })),
      );
      const table = [committed.first, ...committed.anchors.map(({ gas }) => gas)];
      const costs = [now.first, ...now.anchors.map(({ gas }) => gas)];
      // Much cheaper is told too: the table would no longer hold the gain.
      const off = costs.filter((cost, at) => Math.abs(cost / (table[at] as number) - 1) > 0.05);
      expect(off).toEqual([]);
      const large = now.anchors.find(({ size, batch }) => size === 1_000_000 && batch === 10_000) as AnchorGas;
      expect(large.gas / large.batch).toBeLessThanOrEqual(9);
    } finally {
      await chain.kill();
    }
  });
});
