import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyConsistency } from '../src/core/merkle/index.js';
import { type LogAnchorFixture, logId, startLogAnchor } from './testing/log-anchor.fixture.js';
import { consistencyOf, leafOf, pathOf, rootOf } from './testing/reference-tree.js';

const sha256 = (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest());
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

  it('never takes a spoilt root or proof, and a wrong size only where core finds the proof consistent too', async () => {
    const spoil = fc.record({
      part: fc.nat(),
      bit: fc.nat(255),
      size: fc.integer({ min: 0, max: 400 }),
      cut: fc.nat(),
    });
    const pair = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(fc.string(), pair, spoil, async (seed, sizes, { part, bit, size, cut }) => {
        await f.chain.provider.send('evm_revert', [snapshot]);
        snapshot = await f.chain.provider.send('evm_snapshot', []);
        const [oldSize, newSize] = sizes.sort((a, b) => a - b) as [number, number];
        const leaves = Array.from({ length: newSize }, (_, index) => leafOf(`${seed}/${index}`));
        const [oldRoot, newRoot] = [rootOf(leaves.slice(0, oldSize)), rootOf(leaves)];
        const proof = consistencyOf(oldSize, leaves);
        await f.send(f.anchorer, 'anchor', [logId, oldSize, oldRoot, []]);
        const offer = (offered: number, root: Buffer, nodes: Buffer[]) =>
          f.outcome(f.anchorer, 'anchor', [logId, offered, root, nodes]);
        expect(await offer(newSize, newRoot, proof)).toBe('accepted');

        const pieces = [newRoot, ...proof];
        const hit = part % pieces.length;
        const flipped = Buffer.from(pieces[hit] as Buffer);
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        const [root, ...nodes] = pieces.with(hit, flipped) as [Buffer, ...Buffer[]];
        expect(await offer(newSize, root, nodes)).toBe('LogAnchorInconsistent');
        const at = cut % (proof.length + 1);
        expect(await offer(newSize, newRoot, proof.toSpliced(at, 0, flipped))).toBe('LogAnchorInconsistent');
        if (at < proof.length)
          expect(await offer(newSize, newRoot, proof.toSpliced(at, 1))).toBe('LogAnchorInconsistent');

        const claim = { oldSize, oldRoot, newSize: size, newRoot, proof };
        const taken = (await offer(size, newRoot, proof)) === 'accepted';
        expect(taken).toBe(size > oldSize && verifyConsistency(claim, { sha256 }));
      }),
      { numRuns: 40 },
    );
  });
});
