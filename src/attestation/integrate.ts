import { setImmediate } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type CryptoPort, equalBytes, leafHash } from '../core/index.js';
import { givingWay } from './give-way.js';
import { LedgerFault } from './ledger-fault.js';
import { advanceCheckpoint, findTiles, readCheckpoint, readEntries, readLeafCount } from './log.store.js';
import { type LogKey, signCheckpoint } from './log-key.js';
import { TileTree } from './tile-tree.js';
import { partialTiles, readBundle } from './tiles.js';

const page = 2_048;
// Hashing so many takes a millisecond or two: between them the process serves whoever waits.
const slice = 256;
const maxGrowth = 65_536;

/**
 * Extends the tree by the leaves that it lacks, and signs the new checkpoint. Idempotent: the checkpoint moves together
 * with its tiles, by compare-and-swap. Answers the tree's size.
 *
 * @throws LedgerFault when the stored tiles do not give the root that was signed
 */
export async function integrate(parts: { pool: Pool; key: LogKey; crypto: CryptoPort }): Promise<number> {
  const { pool, key, crypto } = parts;
  for (;;) {
    const [last, leaves] = await Promise.all([readCheckpoint(pool), readLeafCount(pool)]);
    const from = last?.size ?? 0;
    if (leaves <= from) return from;
    const tree = await openTree(pool, from, crypto);
    if (last && !equalBytes(tree.root(), last.root)) {
      throw new LedgerFault(`the tiles of the log do not give the root of its checkpoint at size ${from}`);
    }
    const size = Math.min(leaves, from + maxGrowth);
    while (tree.size < size) {
      const to = Math.min(size, tree.size + page);
      const { bundle, count } = await givingWay(() => readEntries(pool, tree.size, to));
      if (count !== to - tree.size) throw new LedgerFault(`leaves of the log are missing below ${to}`);
      for (const entry of readBundle(bundle)) {
        tree.append(leafHash(entry, crypto));
        if (tree.size % slice === 0) await setImmediate();
      }
    }
    const root = Buffer.from(tree.root());
    const note = signCheckpoint({ size, root }, key, crypto);
    await advanceCheckpoint(pool, from, { size, root, note }, tree.changed());
  }
}

async function openTree(pool: Pool, size: number, crypto: CryptoPort): Promise<TileTree> {
  const wanted = partialTiles(size);
  const found = await findTiles(pool, wanted);
  const edge = wanted.flatMap((tile, at) => {
    const hashes = found[at];
    return hashes ? [{ ...tile, hashes }] : [];
  });
  return new TileTree(size, edge, crypto);
}
