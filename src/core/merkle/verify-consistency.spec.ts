import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { consistencyProof, emptyRoot, leafHash, nodeHash, rootFromLeaves, verifyConsistency } from './index.js';

const crypto = { sha256: (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest()) };
const leaves = Array.from({ length: 300 }, (_, i) => leafHash(Uint8Array.of(i, i >> 8), crypto));
const root = (size: number) => rootFromLeaves(leaves.slice(0, size), crypto);
const honest = (oldSize: number, newSize: number) => ({
  oldSize,
  oldRoot: root(oldSize),
  newSize,
  newRoot: root(newSize),
  proof: consistencyProof(leaves.slice(0, newSize), oldSize, crypto),
});
const evil = leafHash(Uint8Array.of(66), crypto);

describe('verifyConsistency', () => {
  it('accepts every honest growth of a small tree, and that proof for no other pair of sizes', () => {
    for (let newSize = 0; newSize <= 17; newSize++) {
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        const claim = honest(oldSize, newSize);
        expect(verifyConsistency(claim, crypto)).toBe(true);
        if (oldSize === newSize || oldSize === 0) continue;
        expect(verifyConsistency({ ...claim, oldSize: oldSize - 1 }, crypto)).toBe(false);
        expect(verifyConsistency({ ...claim, oldSize: oldSize + 1 }, crypto)).toBe(false);
      }
    }
  });

  it('fails for random growths with one bit of any root or node changed, or a node too few or too many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), fc.nat(255), (newSize, at, part, bit) => {
        const claim = honest(1 + (at % (newSize - 1)), newSize);
        expect(verifyConsistency(claim, crypto)).toBe(true);
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, evil] }, crypto)).toBe(false);
        expect(verifyConsistency({ ...claim, proof: claim.proof.slice(0, -1) }, crypto)).toBe(false);
        expect(verifyConsistency({ ...claim, proof: claim.proof.slice(1) }, crypto)).toBe(false);
        const parts = [claim.oldRoot, claim.newRoot, ...claim.proof];
        const target = part % parts.length;
        const changed = (parts[target] as Uint8Array).slice();
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        parts[target] = changed;
        const [oldRoot, newRoot, ...proof] = parts as [Uint8Array, Uint8Array, ...Uint8Array[]];
        expect(verifyConsistency({ ...claim, oldRoot, newRoot, proof }, crypto)).toBe(false);
      }),
    );
  });

  it('refuses shrinking 6 to 2 with the old root as its proof', () => {
    const claim = { oldSize: 6, oldRoot: root(6), newSize: 2, newRoot: root(6), proof: [root(6)] };
    expect(verifyConsistency(claim, crypto)).toBe(false);
    expect(verifyConsistency({ ...claim, newRoot: root(2) }, crypto)).toBe(false);
  });

  it('refuses the honest proof of a growth as the proof of a shrinking', () => {
    for (let newSize = 2; newSize <= 12; newSize++) {
      for (let oldSize = 1; oldSize < newSize; oldSize++) {
        const { oldRoot, newRoot, proof } = honest(oldSize, newSize);
        for (let large = 2; large <= 12; large++) {
          for (let small = 0; small < large; small++) {
            const sizes = { oldSize: large, newSize: small, proof };
            expect(verifyConsistency({ ...sizes, oldRoot, newRoot }, crypto)).toBe(false);
            expect(verifyConsistency({ ...sizes, oldRoot: newRoot, newRoot: oldRoot }, crypto)).toBe(false);
            expect(verifyConsistency({ ...sizes, oldRoot, newRoot: oldRoot }, crypto)).toBe(false);
          }
        }
      }
    }
  });

  it('refuses a rewritten root 6 to 8 by a proof that goes on past the top (sn = 0 inside the loop)', () => {
    const claim = honest(6, 8);
    let forged = claim.newRoot;
    const proof = [...claim.proof];
    for (let i = 0; i < 3; i++) {
      proof.push(evil);
      forged = nodeHash(evil, forged, crypto);
      expect(verifyConsistency({ ...claim, newRoot: forged, proof }, crypto)).toBe(false);
      expect(verifyConsistency({ ...claim, newRoot: nodeHash(claim.newRoot, evil, crypto), proof }, crypto)).toBe(
        false,
      );
    }
  });

  it('ends, and refuses, when the proof goes on while the old path is used up', () => {
    const proof = Array.from({ length: 20_000 }, () => evil);
    expect(verifyConsistency({ ...honest(4, 8), proof }, crypto)).toBe(false);
  });

  it('refuses a truncated proof with a root made to fit it (sn = 0 at the end)', () => {
    const claim = honest(3, 300);
    for (let length = 1; length < claim.proof.length; length++) {
      const proof = claim.proof.slice(0, length);
      let newRoot = proof[0] as Uint8Array;
      for (const node of proof.slice(1, 2)) newRoot = nodeHash(newRoot, node, crypto);
      for (const node of proof.slice(2)) newRoot = nodeHash(node, newRoot, crypto);
      expect(verifyConsistency({ ...claim, newRoot, proof }, crypto)).toBe(false);
    }
  });

  it('refuses 4 to 8 with no proof and the old root again', () =>
    expect(verifyConsistency({ ...honest(4, 8), newRoot: root(4), proof: [] }, crypto)).toBe(false));

  it('refuses a proof that leads to another old root (fr = oldRoot)', () => {
    expect(verifyConsistency({ ...honest(6, 8), oldRoot: evil }, crypto)).toBe(false);
    expect(verifyConsistency({ ...honest(4, 8), oldRoot: evil }, crypto)).toBe(false);
  });

  it('starts at the old root itself when the old size is a power of two', () => {
    for (const oldSize of [1, 2, 4, 8, 16]) {
      const claim = honest(oldSize, 17);
      expect(verifyConsistency(claim, crypto)).toBe(true);
      expect(verifyConsistency({ ...claim, proof: [claim.oldRoot, ...claim.proof] }, crypto)).toBe(false);
    }
  });

  it('lets the empty tree grow into any, with no proof and the one root that it has', () => {
    expect(verifyConsistency(honest(0, 5), crypto)).toBe(true);
    expect(verifyConsistency({ ...honest(0, 5), proof: [evil] }, crypto)).toBe(false);
    expect(verifyConsistency({ ...honest(0, 5), oldRoot: evil }, crypto)).toBe(false);
  });

  it('refuses a new size of 0 with any root but that of the empty tree', () => {
    const empty = { oldSize: 0, oldRoot: emptyRoot(crypto), newSize: 0, newRoot: emptyRoot(crypto), proof: [] };
    expect(verifyConsistency(empty, crypto)).toBe(true);
    expect(verifyConsistency({ ...empty, oldRoot: evil, newRoot: evil }, crypto)).toBe(false);
    expect(verifyConsistency({ ...empty, oldSize: 1, oldRoot: root(1) }, crypto)).toBe(false);
  });

  it('refuses an empty proof where the old size is no power of two', () =>
    expect(verifyConsistency({ ...honest(6, 8), proof: [] }, crypto)).toBe(false));

  it('takes equal sizes only with equal roots and no proof', () => {
    expect(verifyConsistency(honest(6, 6), crypto)).toBe(true);
    expect(verifyConsistency({ ...honest(6, 6), newRoot: evil }, crypto)).toBe(false);
    expect(verifyConsistency({ ...honest(6, 6), proof: [evil] }, crypto)).toBe(false);
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN])('refuses the size %p on either side', (size) => {
    expect(verifyConsistency({ ...honest(4, 8), oldSize: size }, crypto)).toBe(false);
    expect(verifyConsistency({ ...honest(4, 8), newSize: size }, crypto)).toBe(false);
  });

  it('refuses roots and nodes that are not 32 bytes long', () => {
    const claim = honest(3, 8);
    expect(verifyConsistency({ ...claim, oldRoot: new Uint8Array(31) }, crypto)).toBe(false);
    expect(verifyConsistency({ ...claim, newRoot: new Uint8Array(33) }, crypto)).toBe(false);
    const longer = [...claim.proof.slice(0, -1), new Uint8Array(33)];
    expect(verifyConsistency({ ...claim, proof: longer }, crypto)).toBe(false);
  });
});
