import { describe, expect, it } from '@jest/globals';
import type { KnownAnchor } from '../evidence.js';
import { World } from '../testing/world.js';
import { isPassedOver, knownAnchor, sameAnchor } from './known-anchors.js';

const [first, second] = new World().log(new World().issued).anchors as [KnownAnchor, KnownAnchor];

describe(knownAnchor.name, () => {
  it('finds the anchor of the same log and size, also when the list grew since', () => {
    const anchors = [first];
    expect(knownAnchor(anchors, second)).toBeUndefined();
    anchors.push(second);
    expect(knownAnchor(anchors, second)).toBe(second);
    expect(knownAnchor(anchors, { ...second, contract: second.contract.toUpperCase().replace('0X', '0x') })).toBe(
      second,
    );
    expect(knownAnchor(anchors, { ...second, chainId: 1 })).toBeUndefined();
    expect(knownAnchor(anchors, { ...second, logId: `0x${'00'.repeat(32)}` })).toBeUndefined();
  });

  it('takes two that differ for none, whichever stands first and however many there are', () => {
    const other = { ...second, root: first.root };
    expect(knownAnchor([second, { ...second, previousTreeSize: 1 }], second)).toBeUndefined();
    const spelled = { ...second, transactionHash: second.transactionHash.toUpperCase().replace('0X', '0x') };
    const far = [6, 7, 8].map((treeSize) => ({ ...second, treeSize }));
    for (const more of [[], far]) {
      expect(knownAnchor([second, spelled, ...more], second)).toMatchObject({ treeSize: 5 });
      for (const pair of [
        [second, other],
        [other, second],
        [second, other, second],
      ]) {
        expect(knownAnchor([...pair, ...more], second)).toBeUndefined();
      }
    }
  });
});

describe(isPassedOver.name, () => {
  it('tells sizes that the log stepped over from sizes that it may still have', () => {
    const sized = (treeSize: number) => ({ ...second, treeSize });
    expect([1, 3, 4].map((size) => isPassedOver([first, second], sized(size)))).toEqual([true, true, true]);
    expect([2, 5, 6].map((size) => isPassedOver([first, second], sized(size)))).toEqual([false, false, false]);
    expect(isPassedOver([first, second], { ...sized(3), chainId: 1 })).toBe(false);
  });
});

describe(sameAnchor.name, () => {
  it.each<[string, Partial<KnownAnchor>]>([
    ['chainId', { chainId: 1 }],
    ['contract', { contract: `0x${'0'.repeat(40)}` }],
    ['logId', { logId: `0x${'0'.repeat(64)}` }],
    ['treeSize', { treeSize: 6 }],
    ['transactionHash', { transactionHash: `0x${'0'.repeat(64)}` }],
    ['blockNumber', { blockNumber: 1 }],
    ['blockTime', { blockTime: '2026-03-02T01:00:11.000Z' }],
  ])('compares %s', (_name, change) => {
    expect(sameAnchor({ ...second, ...change }, second)).toBe(false);
  });

  it('takes one moment in two spellings for the same', () => {
    expect(sameAnchor({ ...second, blockTime: '2026-03-02T01:00:10Z' }, second)).toBe(true);
  });
});
