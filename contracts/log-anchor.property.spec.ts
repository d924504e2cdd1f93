import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LogAnchorFixture, logId, startLogAnchor } from './testing/log-anchor.fixture.js';
import { consistencyOf, leafOf, pathOf, rootOf } from './testing/reference-tree.js';

const growth = fc
  .tuple(fc.string(), fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 5 }))
  .map(([seed, sizes]) => ({ seed, sizes: sizes.sort((a, b) => a - b) }));

describe('LogAnchor over random trees', () => {
  let f: LogAnchorFixture;
  let snapshot: string;
  beforeAll(async () => {
    f = await startLogAnchor();
    snapshot = await f.chain.provider.send('evm_snapshot', []);
  });
  afterAll(async () => f.chain.kill());

  it('accepts every honest growth, refuses every rewritten one, proves every leaf', async () => {
    await fc.assert(
      fc.asyncProperty(growth, fc.nat(), fc.nat(), async ({ seed, sizes }, pick, victim) => {
        await f.chain.provider.send('evm_revert', [snapshot]);
        snapshot = await f.chain.provider.send('evm_snapshot', []);
        const last = sizes.at(-1) as number;
        const leaves = Array.from({ length: last }, (_, index) => leafOf(`${seed}/${index}`));
        let old = 0;
        for (const size of sizes) {
          const now = leaves.slice(0, size);
          if (old > 0) {
            const rewritten = now.with(victim % old, leafOf('rewritten'));
            const forged = [logId, size, rootOf(rewritten), consistencyOf(old, rewritten)];
            expect(await f.outcome(f.anchorer, 'anchor', forged)).toBe('LogAnchorInconsistent');
          }
          await f.send(f.anchorer, 'anchor', [logId, size, rootOf(now), old > 0 ? consistencyOf(old, now) : []]);
          old = size;
        }
        const index = pick % last;
        const included = f.contract.getFunction('verifyInclusion');
        expect(await included(logId, last, index, leaves[index], pathOf(index, leaves))).toBe(true);
        if (last > 1) {
          const elsewhere = (index + 1) % last;
          expect(await included(logId, last, elsewhere, leaves[index], pathOf(index, leaves))).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
  });
});
