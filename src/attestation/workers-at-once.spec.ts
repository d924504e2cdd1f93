import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { leafHash, rootFromLeaves } from '../core/index.js';
import { nodeCrypto } from '../platform/index.js';
import { readLastFinal } from './anchor.store.js';
import type { LedgerFault } from './ledger-fault.js';
import { runWorker } from './run-worker.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';

describe('two workers at once, each with its own connections and node', () => {
  let f: LedgerFixture;
  const pools: pg.Pool[] = [];
  beforeAll(async () => {
    f = await startLedger();
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await f.close();
  });

  it('leave no gap, anchor nothing twice and lose nothing while entries keep coming', async () => {
    const faults: LedgerFault[] = [];
    const running = ['1:one', '2:two'].map((name) => {
      const pool = new pg.Pool({ connectionString: f.database.url('worker'), max: 3 });
      pool.on('error', () => undefined);
      pools.push(pool);
      const worker = f.worker({ pool, nodes: [f.node(name)], stuckAfterMs: 50 });
      return runWorker(worker, { pauseMs: 5, maxPauseMs: 50, onFatal: (fault) => faults.push(fault) });
    });
    const entries: string[] = [];
    // On a slow machine sixty rounds may pass in three anchors: they go on until the chain holds more.
    const tooFew = async () => faults.length === 0 && (await f.events()).length <= 3;
    for (let round = 0; round < 60 || (await tooFew()); round++) {
      const appended = await Promise.all([f.append(1 + (round % 7)), f.append(2)]);
      entries.push(...appended.flat().map((entry) => entry.toString('hex')));
      if (round % 2 === 0) await f.chain.mine();
      // Blocks go by without it: both workers find it stuck, and both want to replace it.
      if (round % 9 === 0) await f.chain.provider.send('anvil_dropAllTransactions', []);
    }
    while ((await readLastFinal(f.pool))?.treeSize !== entries.length && faults.length === 0) await f.chain.mine();
    await Promise.all(running.map((one) => one.stop()));
    expect(faults).toEqual([]);

    const { rows } = await f.pool.query<{ at: string; entry: Buffer }>(
      'select leaf_index as at, entry from log_leaf order by leaf_index',
    );
    expect(rows.map(({ at }) => Number(at))).toEqual(entries.map((_, at) => at));
    expect(rows.map(({ entry }) => entry.toString('hex')).sort()).toEqual([...entries].sort());
    const leaves = rows.map(({ entry }) => leafHash(entry, nodeCrypto));
    const events = await f.contract.queryFilter('Anchored', 0);
    const anchored = events.flatMap((event) => ('args' in event ? [event.args.toObject()] : []));
    expect(anchored.length).toBeGreaterThan(3);
    let before = 0;
    for (const { size, previousSize, root } of anchored) {
      expect(Number(previousSize)).toBe(before);
      before = Number(size);
      expect(root).toBe(`0x${Buffer.from(rootFromLeaves(leaves.slice(0, before), nodeCrypto)).toString('hex')}`);
    }
    expect(before).toBe(entries.length);
    const kept = await f.pool.query(
      "select tree_size as size, tx_hash as hash from anchor where state = 'final' order by tree_size",
    );
    expect(kept.rows.map(({ size, hash }) => ({ size: Number(size), hash }))).toEqual(await f.events());
  });
});
