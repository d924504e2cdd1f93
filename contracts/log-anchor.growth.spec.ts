import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ZeroHash } from 'ethers';
import { type LogAnchorFixture, logId, otherLogId, startLogAnchor } from './testing/log-anchor.fixture.js';
import { consistencyOf, leafOf, nodeOf, rootOf } from './testing/reference-tree.js';

const leaves = Array.from({ length: 64 }, (_, index) => leafOf(`entry ${index}`));
const forged = leaves.map((leaf, index) => (index === 2 ? leafOf('rewritten') : leaf));
const root = (size: number, of = leaves) => rootOf(of.slice(0, size));
const proof = (old: number, size: number, of = leaves) => consistencyOf(old, of.slice(0, size));
const attackersRoot = leafOf('root that the attacker chose');

describe('LogAnchor: only a proven extension is accepted (each trap by name)', () => {
  let f: LogAnchorFixture;
  let snapshot: string;
  beforeAll(async () => {
    f = await startLogAnchor();
    snapshot = await f.chain.provider.send('evm_snapshot', []);
  });
  beforeEach(async () => {
    await f.chain.provider.send('evm_revert', [snapshot]);
    snapshot = await f.chain.provider.send('evm_snapshot', []);
  });
  afterAll(async () => f.chain.kill());

  const at = async (size: number) => {
    await f.send(f.anchorer, 'anchor', [logId, size, root(size), []]);
  };
  const offer = (size: bigint | number, newRoot: Buffer | string, nodes: Buffer[]) =>
    f.outcome(f.anchorer, 'anchor', [logId, size, newRoot, nodes]);

  it('takes honest growth, from powers of two and others', async () => {
    for (const [old, size] of [
      [1, 2],
      [4, 8],
      [4, 7],
      [6, 8],
      [7, 63],
      [63, 64],
    ] as const) {
      await f.chain.provider.send('evm_revert', [snapshot]);
      snapshot = await f.chain.provider.send('evm_snapshot', []);
      await at(old);
      expect(await offer(size, root(size), proof(old, size))).toBe('accepted');
    }
  });

  it('no old < new check: refuses 6 → 2 with [oldRoot]', async () => {
    await at(6);
    expect(await offer(2, root(6), [root(6)])).toBe('LogAnchorNotLarger');
    expect(await offer(2, attackersRoot, [root(6)])).toBe('LogAnchorNotLarger');
  });

  it('honest growth proofs do not pass as shrinks', async () => {
    await at(8);
    for (const smaller of [1, 3, 4, 6, 7]) {
      expect(await offer(smaller, root(smaller), proof(smaller, 8))).toBe('LogAnchorNotLarger');
    }
  });

  it('no sn == 0 check inside the loop: refuses 6 → 8 with a rewritten root', async () => {
    await at(6);
    const honest = proof(6, 8);
    // Folded in below, the old root still comes out on the left: only the count of nodes tells.
    const [left, right] = [leaves[4], leaves[5]] as [Buffer, Buffer];
    const rewritten = nodeOf(root(4), nodeOf(left, nodeOf(right, attackersRoot)));
    expect(await offer(8, rewritten, [right, attackersRoot, left, root(4)])).toBe('LogAnchorInconsistent');
    for (const extra of [[attackersRoot], [root(6)], [root(6), attackersRoot]]) {
      expect(await offer(8, attackersRoot, [...honest, ...extra])).toBe('LogAnchorInconsistent');
      expect(await offer(8, root(8), [...honest, ...extra])).toBe('LogAnchorInconsistent');
    }
    // The forger's tree over rewritten leaves, with its own otherwise correct proof.
    expect(await offer(8, root(8, forged), proof(6, 8, forged))).toBe('LogAnchorInconsistent');
  });

  it('ends on a proof far longer than the tree (no endless loop)', async () => {
    await at(6);
    expect(await offer(8, attackersRoot, Array(65).fill(attackersRoot))).toBe('LogAnchorInconsistent');
    expect(await offer(8, attackersRoot, Array(66).fill(attackersRoot))).toBe('LogAnchorProofTooLong');
  });

  it("no final sn == 0 check: refuses a truncated proof with the attacker's root, and 4 → 8 with []", async () => {
    await at(4);
    expect(await offer(8, root(4), [])).toBe('LogAnchorInconsistent');
    expect(await offer(8, attackersRoot, [])).toBe('LogAnchorInconsistent');
    const honest = proof(4, 40);
    for (let length = 0; length < honest.length; length++) {
      expect(await offer(40, root(40), honest.slice(0, length))).toBe('LogAnchorInconsistent');
    }
    // The root that a truncated fold would end with.
    expect(await offer(40, root(8), honest.slice(0, 1))).toBe('LogAnchorInconsistent');
  });

  it('no fr == oldRoot: refuses an extension of another tree', async () => {
    await at(6);
    expect(await offer(9, root(9, forged), proof(6, 9, forged))).toBe('LogAnchorInconsistent');
  });

  it('no prepended old root for powers of two: refuses a rewritten first half', async () => {
    await at(4);
    expect(await offer(8, root(8, forged), proof(4, 8, forged))).toBe('LogAnchorInconsistent');
    expect(await offer(8, root(8, forged), [root(4, forged), ...proof(4, 8, forged)])).toBe('LogAnchorInconsistent');
    expect(await offer(8, root(8), [root(4), ...proof(4, 8)])).toBe('LogAnchorInconsistent');
  });

  it('old size 0 is a first anchor: an empty proof and a non-zero root', async () => {
    expect(await offer(5, root(5), [])).toBe('accepted');
    expect(await offer(5, ZeroHash, [])).toBe('LogAnchorZeroRoot');
    expect(await offer(5, root(5), [root(5)])).toBe('LogAnchorProofNotEmpty');
  });

  it('refuses a new size 0, first or later', async () => {
    expect(await offer(0, rootOf([]), [])).toBe('LogAnchorNotLarger');
    await at(3);
    expect(await offer(0, rootOf([]), [])).toBe('LogAnchorNotLarger');
  });

  it('an empty proof from a non-power of two is our error, not a panic', async () => {
    await at(6);
    expect(await offer(8, root(8), [])).toBe('LogAnchorInconsistent');
  });

  it('refuses an equal size with the same root (replay) and with another (fork)', async () => {
    await at(6);
    for (const again of [root(6), root(6, forged)]) {
      for (const nodes of [[], [root(6)], proof(5, 6)]) expect(await offer(6, again, nodes)).toBe('LogAnchorNotLarger');
    }
  });

  it('refuses a later zero root', async () => {
    await at(4);
    expect(await offer(8, ZeroHash, proof(4, 8))).toBe('LogAnchorZeroRoot');
  });

  it('refuses each honest proof with any one node changed, dropped, doubled or swapped', async () => {
    await at(7);
    const honest = proof(7, 40);
    for (let at = 0; at < honest.length; at++) {
      const node = honest[at] as Buffer;
      const flipped = Buffer.from(node);
      flipped[31] = (flipped[31] ?? 0) ^ 1;
      expect(await offer(40, root(40), honest.with(at, flipped))).toBe('LogAnchorInconsistent');
      expect(await offer(40, root(40), honest.toSpliced(at, 1))).toBe('LogAnchorInconsistent');
      expect(await offer(40, root(40), honest.toSpliced(at, 0, node))).toBe('LogAnchorInconsistent');
      if (at > 0) {
        const swapped = honest.with(at, honest[at - 1] as Buffer).with(at - 1, node);
        expect(await offer(40, root(40), swapped)).toBe('LogAnchorInconsistent');
      }
    }
  });

  it('refuses a proof whose shape is not that of the claimed sizes', async () => {
    await at(7);
    for (const size of [8, 16, 31, 32, 65, 129])
      expect(await offer(size, root(40), proof(7, 40))).toBe('LogAnchorInconsistent');
    expect(await offer(2n ** 64n - 1n, root(40), proof(7, 40))).toBe('LogAnchorInconsistent');
  });

  it("does not judge one log by another log's checkpoint", async () => {
    await at(4);
    await f.send(f.otherAnchorer, 'anchor', [otherLogId, 2, root(2, forged), []]);
    expect(await f.outcome(f.otherAnchorer, 'anchor', [otherLogId, 8, root(8), proof(4, 8)])).toBe(
      'LogAnchorInconsistent',
    );
    expect(await offer(8, root(8), proof(4, 8))).toBe('accepted');
  });

  it('a refused anchor changes nothing and costs the log nothing', async () => {
    await at(6);
    await expect(f.send(f.anchorer, 'anchor', [logId, 8, attackersRoot, proof(6, 8)])).rejects.toThrow('reverted');
    expect(await f.contract.getFunction('latest')(logId)).toEqual([6n, `0x${root(6).toString('hex')}`]);
    await f.send(f.anchorer, 'anchor', [logId, 8, root(8), proof(6, 8)]);
  });
});
