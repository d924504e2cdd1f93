import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  consistencyProof,
  consistencyRanges,
  inclusionProof,
  inclusionRanges,
  leafHash,
  rootFromLeaves,
} from '../core/index.js';
import { nodeCrypto } from '../platform/index.js';
import { NodeReader } from './tile-nodes.js';
import { type Tile, TileTree } from './tile-tree.js';
import { formatTileIndex, parseTileIndex, parseTileLevel, readBundle, type TileAddress, widthInTree } from './tiles.js';

const leaf = (index: number) => leafHash(Buffer.from(`entry ${index}`), nodeCrypto);

/** A store of tiles in memory, by address, widest last. */
function tileStore() {
  const tiles = new Map<string, Tile>();
  let loads = 0;
  return {
    put: (changed: readonly Tile[]) => {
      for (const tile of changed)
        tiles.set(`${tile.level}/${tile.index}`, { ...tile, hashes: Buffer.from(tile.hashes) });
    },
    edge: () => [...tiles.values()],
    load: async (wanted: readonly TileAddress[]) => {
      loads++;
      return wanted.map(({ level, index, width }) => {
        const tile = tiles.get(`${level}/${index}`);
        if (!tile || tile.width < width) throw new Error(`no tile ${level}/${index}`);
        return tile.hashes;
      });
    },
    get loads() {
      return loads;
    },
  };
}

describe('tile addresses', () => {
  it('have one spelling', () => {
    expect(formatTileIndex(0)).toBe('000');
    expect(formatTileIndex(1234067)).toBe('x001/x234/067');
    expect(parseTileIndex('x001/x234/067')).toEqual({ index: 1234067, width: 256 });
    expect(parseTileIndex('005.p/17')).toEqual({ index: 5, width: 17 });
    for (const bad of [
      '5',
      '0005',
      'x000/005',
      '005.p/0',
      '005.p/256',
      '005.p/07',
      '005.p',
      '005/',
      'x005',
      '-01',
      '',
    ]) {
      expect(parseTileIndex(bad)).toBeUndefined();
    }
    expect([parseTileLevel('0'), parseTileLevel('5')]).toEqual([0, 5]);
    for (const bad of ['6', '00', '-1', 'entries', '']) expect(parseTileLevel(bad)).toBeUndefined();
  });

  it('know how wide a tile is in a tree', () => {
    expect([widthInTree(70000, 0, 273), widthInTree(70000, 0, 272), widthInTree(70000, 0, 274)]).toEqual([112, 256, 0]);
    expect([widthInTree(70000, 1, 1), widthInTree(70000, 2, 0), widthInTree(70000, 3, 0)]).toEqual([17, 1, 0]);
  });

  it('split bundles and refuse cut ones', () => {
    expect(readBundle(Buffer.from([0, 1, 7, 0, 0, 0, 2, 8, 9])).map((entry) => [...entry])).toEqual([[7], [], [8, 9]]);
    expect(() => readBundle(Buffer.from([0, 2, 7]))).toThrow();
  });
});

describe(TileTree.name, () => {
  it('grows in any steps to the same roots and proofs as the whole tree at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        async (steps, pick) => {
          const store = tileStore();
          const leaves: Uint8Array[] = [];
          const sizes: number[] = [];
          for (const step of steps) {
            const tree = new TileTree(leaves.length, store.edge(), nodeCrypto);
            for (let added = 0; added < step; added++) {
              leaves.push(leaf(leaves.length));
              tree.append(leaves[leaves.length - 1]!);
            }
            store.put(tree.changed());
            sizes.push(tree.size);
            expect(Buffer.from(tree.root())).toEqual(Buffer.from(rootFromLeaves(leaves, nodeCrypto)));
          }
          // A small memory, so that tiles leave it while they are needed.
          const reader = new NodeReader(store.load, nodeCrypto, 2);
          const bytes = (nodes: readonly Uint8Array[]) => nodes.map((node) => Buffer.from(node));
          for (const size of sizes) {
            const now = leaves.slice(0, size);
            const index = pick % size;
            const included = await reader.hashRanges(inclusionRanges(index, size), size);
            expect(bytes(included)).toEqual(bytes(inclusionProof(now, index, nodeCrypto)));
            const grown = await reader.hashRanges(consistencyRanges(size, leaves.length), leaves.length);
            expect(bytes(grown)).toEqual(bytes(consistencyProof(leaves, size, nodeCrypto)));
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('passes the level of 256 · 256', async () => {
    const store = tileStore();
    const tree = new TileTree(0, [], nodeCrypto);
    const leaves = Array.from({ length: 65_537 }, (_, index) => leaf(index));
    for (const hash of leaves) tree.append(hash);
    store.put(tree.changed());
    expect(Buffer.from(tree.root())).toEqual(Buffer.from(rootFromLeaves(leaves, nodeCrypto)));
    const reader = new NodeReader(store.load, nodeCrypto);
    const proof = await reader.hashRanges(inclusionRanges(300, leaves.length), leaves.length);
    expect(proof.map((node) => Buffer.from(node))).toEqual(
      inclusionProof(leaves, 300, nodeCrypto).map((node) => Buffer.from(node)),
    );
    const after = store.loads;
    await reader.hashRanges(inclusionRanges(301, leaves.length), leaves.length);
    expect(store.loads).toBe(after);
    expect(() => new TileTree(65_537, [], nodeCrypto)).toThrow('missing');
  });
});
