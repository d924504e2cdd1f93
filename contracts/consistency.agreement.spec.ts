import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Contract } from 'ethers';
import { verifyConsistency } from '../src/core/merkle/index.js';
import { type LogAnchorFixture, logId, startLogAnchor } from './testing/log-anchor.fixture.js';
import { deployProbe } from './testing/probe.js';
import { consistencyOf, leafOf, rootOf } from './testing/reference-tree.js';

const most = 64;
const crypto = { sha256: (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest()) };
const leaves = Array.from({ length: most }, (_, index) => leafOf(`entry ${index}`));
const roots = Array.from({ length: most + 1 }, (_, size) => rootOf(leaves.slice(0, size)));
const evil = leafOf('evil');

const word = (value: number): string => value.toString(16).padStart(64, '0');

interface Offer {
  oldSize: number;
  newSize: number;
  newRoot: Buffer;
  proof: Buffer[];
}

/** An honest offer for one pair of sizes, in either order, and for a growth two spoilt ones. */
function offersFor(oldSize: number, newSize: number): Offer[] {
  const [small, large] = [Math.min(oldSize, newSize), Math.max(oldSize, newSize)];
  const honest = small === 0 ? [] : consistencyOf(small, leaves.slice(0, large));
  const newRoot = roots[newSize] as Buffer;
  const offer = (proof: Buffer[], root = newRoot): Offer => ({ oldSize, newSize, newRoot: root, proof });
  if (newSize <= oldSize) return [offer(honest)];
  if (small === 0) return [offer(honest), offer([evil])];
  const spoilt = [
    offer([...honest, evil]),
    offer(honest, evil),
    offer(honest.slice(0, -1)),
    offer(honest.with((newSize >> 1) % honest.length, evil)),
    offer([roots[oldSize] as Buffer, ...honest]),
  ];
  // Two ways of spoiling in turn: all of them with every pair would be minutes on a busy machine.
  return [offer(honest), ...[0, 1].map((next) => spoilt[(oldSize + newSize * 2 + next) % spoilt.length] as Offer)];
}

describe('LogAnchor and core/merkle', () => {
  let f: LogAnchorFixture;
  let probe: Contract;
  let taken: string;
  let selector: string;
  const refusals = new Set<string>();
  beforeAll(async () => {
    f = await startLogAnchor(['--gas-limit', '1000000000']);
    probe = await deployProbe(f.chain, f.admin);
    taken = probe.interface.getError('Taken')?.selector as string;
    selector = f.contract.interface.getFunction('anchor')?.selector as string;
    f.contract.interface.forEachError((error) => {
      if (error.name.startsWith('LogAnchor')) refusals.add(error.selector);
    });
    await f.send(f.registrar, 'changeAnchorer', [logId, f.admin.address]);
  });
  afterAll(async () => f.chain.kill());

  /** Whether the contract takes each offer from the anchorer, all asked of the same state. */
  async function askContract(to: string, offers: Offer[]): Promise<boolean[]> {
    const calls = offers.map(({ newSize, newRoot, proof }) => {
      const words = [word(newSize), newRoot.toString('hex'), word(128), word(proof.length)];
      return `${selector}${logId.slice(2)}${words.join('')}${Buffer.concat(proof).toString('hex')}`;
    });
    const outcomes: string[] = await probe.getFunction('outcomes').staticCall(to, calls);
    // A refusal is an error that we declared: a panic or an exhausted call would be none.
    expect(outcomes.filter((outcome) => outcome !== taken && !refusals.has(outcome))).toEqual([]);
    return outcomes.map((outcome) => outcome === taken);
  }

  it(`agree on every pair of sizes up to ${most}, with honest and with spoilt proofs`, async () => {
    const to = await f.contract.getAddress();
    let growths = 0;
    for (let oldSize = 0; oldSize <= most; oldSize++) {
      const snapshot = await f.chain.provider.send('evm_snapshot', []);
      if (oldSize > 0) await f.send(f.admin, 'anchor', [logId, oldSize, roots[oldSize], []]);
      await f.send(f.registrar, 'changeAnchorer', [logId, await probe.getAddress()]);
      const offers = Array.from({ length: most + 1 }, (_, newSize) => offersFor(oldSize, newSize)).flat();
      const contract = await askContract(to, offers);
      const core = offers.map((offer) => {
        const growth = verifyConsistency({ ...offer, oldRoot: roots[oldSize] as Buffer }, crypto);
        // The same checkpoint again is consistent with itself, and no anchor.
        return growth && offer.newSize > oldSize;
      });
      expect(contract).toEqual(core);
      growths += contract.filter(Boolean).length;
      await f.chain.provider.send('evm_revert', [snapshot]);
    }
    expect(growths).toBeGreaterThanOrEqual((most * (most + 1)) / 2);
  }, 180_000);
});
