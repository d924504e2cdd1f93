import { describe, expect, it } from '@jest/globals';
import { leafHash, rootFromLeaves } from '../../core/index.js';
import { nodeCrypto } from '../../platform/index.js';
import { entriesOf } from './testing/memory-log.js';
import { type ComputedTile, TreeReplay } from './tree-replay.js';

const leaves = entriesOf(66_000).map((entry) => leafHash(entry, nodeCrypto));

function replayed(size: number, wanted: number[] = []) {
  const tree = new TreeReplay(new Set(wanted), nodeCrypto);
  const tiles: ComputedTile[] = [];
  for (let from = 0; from < size; from += 256) tiles.push(...tree.add(leaves.slice(from, Math.min(size, from + 256))));
  return { tree, tiles: [...tiles, ...tree.edge()] };
}

describe(TreeReplay.name, () => {
  it.each([0, 1, 2, 255, 256, 257, 700, 65_535, 65_536, 65_537, 66_000])('gives the root of %i leaves', (size) => {
    expect(Buffer.from(replayed(size).tree.root())).toEqual(
      Buffer.from(rootFromLeaves(leaves.slice(0, size), nodeCrypto)),
    );
  });

  it('remembers the roots of the sizes that were asked for', () => {
    const { roots } = replayed(700, [1, 300, 512, 700, 701]).tree;
    expect([...roots.keys()]).toEqual([1, 300, 512, 700]);
    for (const [size, root] of roots) {
      expect(Buffer.from(root)).toEqual(Buffer.from(rootFromLeaves(leaves.slice(0, size), nodeCrypto)));
    }
  });

  it('gives each tile of each level once, with the hashes of what lies below', () => {
    const { tiles } = replayed(66_000);
    const names = tiles.map(({ level, index, width }) => `${level}/${index}/${width}`);
    expect(names.filter((name) => name.startsWith('0/')).length).toBe(258);
    expect(names.filter((name) => !name.startsWith('0/'))).toEqual(['1/0/256', '1/1/1', '2/0/1']);
    expect(names).toContain('0/257/208');
    const above = tiles.find(({ level, index }) => level === 1 && index === 0) as ComputedTile;
    for (const at of [0, 100, 255]) {
      const root = rootFromLeaves(leaves.slice(at * 256, at * 256 + 256), nodeCrypto);
      expect(above.hashes.subarray(at * 32, at * 32 + 32)).toEqual(Buffer.from(root));
    }
    expect(tiles.every(({ width, hashes }) => hashes.length === width * 32)).toBe(true);
  });
});
