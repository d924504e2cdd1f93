import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { nodeCrypto } from '../../platform/index.js';
import { AnchorBook } from '../anchor-book.js';
import { mustNotBeBehind } from '../behind-chain.js';
import { depthFinality } from '../finality.js';
import { listAnchors } from '../http/anchors.js';
import { answerTile } from '../http/tile-answer.js';
import { readCheckpoint } from '../log.store.js';
import { type LedgerFixture, startLedger } from '../testing/ledger.fixture.js';
import { mirrorLog } from '../testing/mirror-log.js';
import { refillFromMirror } from './from-mirror.js';
import { openMirror } from './mirror.js';
import { openSuccessor } from './open-successor.js';
import { takeWorkerSeat } from './worker-seat.store.js';

const tables = ['journal', 'log_leaf', 'log_tile', 'log_checkpoint', 'anchor', 'licence_event'];

let f: LedgerFixture;
let owner: pg.Pool;
let folder: string;

beforeAll(async () => {
  f = await startLedger();
  owner = new pg.Pool({ connectionString: f.database.url('owner'), max: 2 });
  owner.on('error', () => undefined);
});
beforeEach(async () => {
  await f.reset();
  await owner.query('truncate former_anchor, record_version, licence_event, carrier');
  folder = mkdtempSync(join(tmpdir(), 'elicence-mirror-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  await owner?.end();
  await f?.close();
});

const parts = () => ({
  chain: f.ledgerChain,
  finality: depthFinality(f.ledgerChain.provider, 2),
  key: f.key,
  crypto: nodeCrypto,
  now: Date.now(),
});
const refill = (place = folder) => refillFromMirror(owner, parts(), openMirror(place));

/** Appends entries and carries them to a final anchor. */
async function anchored(count: number, worker = f.worker()): Promise<Buffer[]> {
  const entries = await f.append(count);
  await worker.tick();
  await settle(worker);
  return entries;
}

async function settle(worker = f.worker()): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await f.chain.provider.send('anvil_mine', ['0x3']);
    await worker.tickChain();
  }
}

const readServed = async (path: string): Promise<Buffer> =>
  path === 'checkpoint'
    ? Buffer.from((await readCheckpoint(f.service))!.note)
    : (await answerTile(f.service, path.slice('tile/'.length)))!;

async function backUp(): Promise<() => Promise<void>> {
  const kept = new Map<string, string>();
  for (const table of tables) {
    const { rows } = await owner.query(`select coalesce(jsonb_agg(t), '[]') as rows from ${table} t`);
    kept.set(table, JSON.stringify(rows[0].rows));
  }
  return async () => {
    await owner.query(`truncate ${tables.join(', ')}`);
    for (const [table, rows] of kept) {
      await owner.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
        rows,
      ]);
    }
  };
}

const leaves = async (): Promise<string[]> => {
  const { rows } = await owner.query(`select encode(entry, 'hex') as entry from log_leaf order by leaf_index`);
  return rows.map(({ entry }) => entry);
};
const hex = (entries: Buffer[]) => entries.map((entry) => entry.toString('hex'));

/** A log of 300 leaves under one anchor with 2 entries waiting, backed up; then it grows and is mirrored. */
async function oldBackup(): Promise<{ restore: () => Promise<void>; all: string[]; waiting: Buffer[] }> {
  const first = await anchored(300);
  const waiting = await f.append(2);
  const restore = await backUp();
  const later = [...waiting, ...(await anchored(400)), ...(await anchored(100))];
  await mirrorLog(readServed, folder);
  expect(await leaves()).toEqual(hex([...first, ...later]));
  return { restore, all: await leaves(), waiting };
}

describe('a log whose database was restored from an old backup', () => {
  it('is refilled by a mirror, and anchors on by itself, no entry twice', async () => {
    const { restore, all } = await oldBackup();
    await restore();
    const told = /elicence log recover/;
    await expect(mustNotBeBehind(f.pool, [f.ledgerChain])).rejects.toThrow(told);
    const done = await refill();
    expect(done).toEqual({
      from: 300,
      to: 802,
      matched: 2,
      lost: 500,
      takenBack: 0,
      forked: [],
      anchors: 2,
      waiting: 0,
    });
    expect(await leaves()).toEqual(all);
    await mustNotBeBehind(f.pool, [f.ledgerChain]);
    const worker = f.worker();
    expect(await worker.tick()).toMatchObject({ sequence: 0, integrate: 802, publish: 'nothing-new' });
    await anchored(3, worker);
    const listed = await listAnchors(f.service, { limit: 200 });
    expect(listed.items.map(({ treeSize, previousTreeSize }) => [treeSize, previousTreeSize])).toEqual([
      [300, 0],
      [702, 300],
      [802, 702],
      [805, 802],
    ]);
    await expect(refill()).rejects.toThrow('nothing to recover');
  });

  it('takes back what was placed since and says which sizes were signed twice', async () => {
    const { restore, all } = await oldBackup();
    await restore();
    const [kept, carried] = await f.append(4);
    await owner.query(
      `insert into licence_event (id, licence_id, organisation_id, client_id, command, event, salt, entry, promise, created_at)
       select id, id, id, 'c', 'issue', '{}', entry, entry, '{"loggedBy": "2026-11-26T00:00:00Z"}', now() from journal where entry = $1`,
      [kept],
    );
    await owner.query(
      `insert into carrier (id, licence_id, organisation_id, kind, media_type, sealed_bytes, digest, key_id, statement, salt, entry, made_at)
       select id, id, id, 'pdf', 'application/pdf', '', entry, 'k', '{}', entry, entry, now() from journal where entry = $1`,
      [carried],
    );
    await f.worker().tickLog();
    await expect(f.worker().tickChain()).rejects.toThrow(/elicence log recover/);
    const done = await refill();
    // The two that waited in the backup were placed first, as they were before: only four are another's.
    expect(done).toMatchObject({ from: 306, to: 802, takenBack: 4, matched: 0, lost: 500, forked: [306], waiting: 2 });
    const { rows } = await owner.query('select kind from journal order by kind');
    expect(rows.map(({ kind }) => kind)).toEqual(['carrier', 'licence']);
    expect(await leaves()).toEqual(all);
    await anchored(1);
    expect((await leaves()).slice(802, 804).sort()).toEqual(hex([kept!, carried!]).sort());
    expect((await readCheckpoint(f.pool))?.size).toBe(805);
  });

  it('is not refilled by a mirror that is short or altered, and nothing is changed by the attempt', async () => {
    const { restore } = await oldBackup();
    await restore();
    const before = await leaves();
    const file = join(folder, 'tile/entries/002');
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, 34 * 100));
    await expect(refill()).rejects.toThrow('lacks entries from 612 on');
    const altered = Buffer.from(whole);
    altered[40] = (altered[40] as number) ^ 1;
    writeFileSync(file, altered);
    await expect(refill()).rejects.toThrow('do not give the root of size 702 that the chain has');
    writeFileSync(file, whole);
    const note = readFileSync(join(folder, 'checkpoint'), 'utf8');
    writeFileSync(join(folder, 'checkpoint'), note.replace('\n802\n', '\n803\n'));
    await expect(refill()).rejects.toThrow('is not one of log.example/elicence');
    expect(await leaves()).toEqual(before);
    rmSync(join(folder, 'checkpoint'));
    expect(await refill()).toMatchObject({ to: 802 });
  });

  it('goes as far as the mirror has a checkpoint that the log signed, beyond the last anchor', async () => {
    const { restore } = await oldBackup();
    await f.append(7);
    await f.worker().tickLog();
    await mirrorLog(readServed, folder);
    const all = await leaves();
    await restore();
    expect(await refill()).toMatchObject({ to: 809, anchors: 2 });
    expect(await leaves()).toEqual(all);
  });

  it('is left alone while a worker runs', async () => {
    const { restore } = await oldBackup();
    await restore();
    const seat = await takeWorkerSeat(f.pool);
    await expect(refill()).rejects.toThrow('a worker is running');
    await seat.release();
    expect(await refill()).toMatchObject({ to: 802 });
  });
});

describe('a log that nobody can refill', () => {
  const successor = 'log.example/second';

  it('is succeeded by one that names its last anchor; its own stay known', async () => {
    const { restore, all } = await oldBackup();
    const before = await new AnchorBook(f.service, Date.now).find([300, 702, 802]);
    expect(before.anchors).toHaveLength(3);
    await restore();
    const key = { ...f.key, origin: successor, sign: f.key.sign };
    const done = await openSuccessor(owner, parts(), key);
    expect(done).toMatchObject({ origin: successor, size: 301, formerAnchors: 3, lost: 502 });
    expect((await leaves()).slice(1)).toEqual(all.slice(0, 300));
    const { rows } = await owner.query(
      `select kind, number, content, encode(entry, 'hex') as entry from record_version`,
    );
    expect(rows).toEqual([expect.objectContaining({ kind: 'log', number: 1, entry: (await leaves())[0] })]);
    const last = before.anchors[2]!;
    expect(JSON.parse(rows[0].content)).toEqual({
      origin: successor,
      predecessor: {
        origin: f.key.origin,
        logId: last.logId,
        chainId: last.chainId,
        contract: last.contract,
        size: 802,
        root: last.root,
        transactionHash: last.transactionHash,
      },
    });
    expect((await readCheckpoint(f.pool))?.note).toMatch(/^log\.example\/second\n301\n/);
    const book = new AnchorBook(f.service, Date.now);
    expect((await book.find([300, 702, 802])).anchors).toEqual(before.anchors);
    const served = await listAnchors(f.service, { limit: 2, origin: f.key.origin });
    expect(served).toMatchObject({ items: [{ treeSize: 300 }, { treeSize: 702 }], next: '702' });
    expect(served.items[0]!.statement).toMatch(/^log\.example\/elicence\/anchor\n/);
    expect(await listAnchors(f.service, { limit: 2, origin: successor })).toEqual({ items: [], next: null });
    await expect(openSuccessor(owner, { ...parts(), key }, key)).rejects.toThrow('an origin of its own');
  });

  it('has no successor while it holds what the chain does, or while its last anchor is not final', async () => {
    await anchored(5);
    const key = { ...f.key, origin: successor };
    await expect(openSuccessor(owner, parts(), key)).rejects.toThrow('needs no successor');
    const restore = await backUp();
    await f.append(2);
    await f.worker().tick();
    await f.chain.provider.send('anvil_mine', ['0x1']);
    await restore();
    await expect(openSuccessor(owner, parts(), key)).rejects.toThrow('size 7 is not final yet');
  });
});
