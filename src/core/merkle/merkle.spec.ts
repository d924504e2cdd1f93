import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concatBytes, fromHex, toHex } from '../bytes/index.js';
import {
  consistencyProof,
  consistencyRanges,
  emptyRoot,
  growFrontier,
  inclusionProof,
  inclusionRanges,
  leafHash,
  nodeHash,
  perfectSubtrees,
  rootFromFrontier,
  rootFromInclusion,
  rootFromLeaves,
  verifyInclusion,
} from './index.js';

const crypto = { sha256: (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest()) };
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const leaves = entries.map((hex) => leafHash(fromHex(hex) as Uint8Array, crypto));
const someLeaves = (count: number) =>
  Array.from({ length: count }, (_, i) => leafHash(Uint8Array.of(i, i >> 8), crypto));

/** The definition of RFC 6962 §2.1, word for word. */
function definedRoot(list: Uint8Array[]): Uint8Array {
  if (list.length === 0) return crypto.sha256(new Uint8Array(0));
  if (list.length === 1) return list[0] as Uint8Array;
  let k = 1;
  while (k * 2 < list.length) k *= 2;
  const children = concatBytes(Uint8Array.of(1), definedRoot(list.slice(0, k)), definedRoot(list.slice(k)));
  return crypto.sha256(children);
}

describe('the roots of RFC 6962', () => {
  it.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('of %i leaves', (size, root) => expect(toHex(rootFromLeaves(leaves.slice(0, size), crypto))).toBe(root));

  it('of no leaves is the hash of nothing', () => expect(rootFromLeaves([], crypto)).toEqual(emptyRoot(crypto)));

  it('follow the definition at every size, leaf by leaf', () => {
    const frontier: Uint8Array[] = [];
    const all = someLeaves(130);
    for (let size = 0; size < all.length; size++) {
      expect(rootFromFrontier(frontier, crypto)).toEqual(definedRoot(all.slice(0, size)));
      growFrontier(frontier, size, all[size] as Uint8Array, crypto);
    }
  });

  it('need a frontier that fits its size', () =>
    expect(() => growFrontier([], 1, leaves[0] as Uint8Array, crypto)).toThrow('shorter'));
});

describe('inclusion', () => {
  it('has the known path of leaf 0 in 8', () => {
    expect(inclusionProof(leaves, 0, crypto).map(toHex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });

  it('is proven for every leaf of every small tree, and for no other index, size or leaf', () => {
    for (let size = 1; size <= 18; size++) {
      const all = someLeaves(size);
      const root = definedRoot(all);
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(all, index, crypto);
        const claim = { leaf: all[index] as Uint8Array, index, size, proof, root };
        expect(verifyInclusion(claim, crypto)).toBe(true);
        for (let other = 0; other < size; other++) {
          if (other === index) continue;
          expect(verifyInclusion({ ...claim, index: other }, crypto)).toBe(false);
          expect(verifyInclusion({ ...claim, leaf: all[other] as Uint8Array }, crypto)).toBe(false);
        }
        expect(verifyInclusion({ ...claim, proof: [...proof, root] }, crypto)).toBe(false);
        expect(verifyInclusion({ ...claim, proof: proof.slice(1) }, crypto)).toBe(size === 1);
        expect(verifyInclusion({ ...claim, proof: proof.slice(0, -1) }, crypto)).toBe(size === 1);
      }
    }
  });

  it('fails for random trees with one bit of leaf, root or proof changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), fc.nat(255), (size, at, part, bit) => {
        const all = someLeaves(size);
        const index = at % size;
        const proof = inclusionProof(all, index, crypto).map((node) => node.slice());
        const claim = { leaf: (all[index] as Uint8Array).slice(), index, size, proof, root: definedRoot(all) };
        expect(verifyInclusion(claim, crypto)).toBe(true);
        const parts = [claim.leaf, claim.root, ...proof];
        const target = parts[part % parts.length] as Uint8Array;
        target[bit >> 3] = (target[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(verifyInclusion(claim, crypto)).toBe(false);
      }),
    );
  });

  it('takes no inner node for a leaf', () => {
    const inner = nodeHash(leaves[0] as Uint8Array, leaves[1] as Uint8Array, crypto);
    const entry = concatBytes(leaves[0] as Uint8Array, leaves[1] as Uint8Array);
    expect(leafHash(entry, crypto)).not.toEqual(inner);
    const proof = inclusionProof(leaves.slice(0, 4), 0, crypto).slice(1);
    const root = definedRoot(leaves.slice(0, 4));
    expect(verifyInclusion({ leaf: inner, index: 0, size: 4, proof, root }, crypto)).toBe(false);
  });

  it.each([-1, 0.5, 8, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])('refuses index %p', (index) => {
    const proof = inclusionProof(leaves, 0, crypto);
    expect(rootFromInclusion({ leaf: leaves[0] as Uint8Array, index, size: 8, proof }, crypto)).toBeUndefined();
  });

  it.each([0, -8, 7.5, 2 ** 53, 1e308])('refuses size %p', (size) => {
    const proof = inclusionProof(leaves, 0, crypto);
    expect(rootFromInclusion({ leaf: leaves[0] as Uint8Array, index: 0, size, proof }, crypto)).toBeUndefined();
  });

  it('refuses nodes of 31 and 33 bytes and an endless proof', () => {
    const claim = { leaf: leaves[0] as Uint8Array, index: 0, size: 2 };
    expect(rootFromInclusion({ ...claim, proof: [new Uint8Array(31)] }, crypto)).toBeUndefined();
    expect(rootFromInclusion({ ...claim, proof: [new Uint8Array(33)] }, crypto)).toBeUndefined();
    expect(
      rootFromInclusion({ ...claim, leaf: new Uint8Array(31), proof: [new Uint8Array(32)] }, crypto),
    ).toBeUndefined();
    const endless = Array.from({ length: 20_000 }, () => new Uint8Array(32));
    expect(rootFromInclusion({ ...claim, size: 2 ** 53 - 1, proof: endless }, crypto)).toBeUndefined();
  });

  it('reaches beyond 2^31 leaves', () => {
    const size = 2 ** 40 + 1;
    const nodes = inclusionRanges(2 ** 40, size).map(() => leaves[1] as Uint8Array);
    const claim = { leaf: leaves[0] as Uint8Array, index: 2 ** 40, size, proof: nodes };
    expect(nodes).toHaveLength(1);
    expect(rootFromInclusion(claim, crypto)).toEqual(
      nodeHash(leaves[1] as Uint8Array, leaves[0] as Uint8Array, crypto),
    );
    expect(rootFromInclusion({ ...claim, index: 2 ** 8 }, crypto)).toBeUndefined();
  });

  it('is not planned for a leaf that is not there', () => expect(() => inclusionRanges(8, 8)).toThrow('no leaf 8'));
});

describe('perfect subtrees', () => {
  it('put together every node that a proof needs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (size, at) => {
        const all = someLeaves(size);
        const ranges = [...inclusionRanges(at % size, size), ...consistencyRanges(at % size, size)];
        for (const range of ranges) {
          const hashes = perfectSubtrees(range).map(({ level, index }) => {
            const width = 2 ** level;
            return definedRoot(all.slice(index * width, (index + 1) * width));
          });
          expect(rootFromFrontier(hashes, crypto)).toEqual(definedRoot(all.slice(range.start, range.end)));
        }
      }),
    );
  });

  it('serve consistencyProof', () => {
    expect(consistencyProof(leaves.slice(0, 3), 2, crypto)).toEqual([leaves[2]]);
    expect(() => consistencyRanges(3, 2)).toThrow('no growth');
  });
});
