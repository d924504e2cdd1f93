import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  asLatest,
  type CarrierStatement,
  carrierEntry,
  formatDigest,
  type LatestVersion,
  nextVersion,
} from '../core/index.js';
import { nodeCrypto, uuidv7 } from '../platform/index.js';
import { rebuildLog } from './rebuild.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';

let f: LedgerFixture;
let owner: pg.Pool;

beforeAll(async () => {
  f = await startLedger();
  owner = new pg.Pool({ connectionString: f.database.url('owner'), max: 2 });
  owner.on('error', () => undefined);
});
beforeEach(async () => {
  await f.reset();
  await owner.query('truncate record_version, carrier, licence');
  const worker = f.worker();
  for (const count of [250, 40, 270]) {
    await f.append(count);
    await worker.tick();
    for (let round = 0; round < 3; round++) {
      await f.chain.provider.send('anvil_mine', ['0x3']);
      await worker.tickChain();
    }
  }
});
afterAll(async () => {
  await owner?.end();
  await f?.close();
});

async function rebuild(write = false) {
  const client = await owner.connect();
  try {
    const { tables, faults, ...rest } = await rebuildLog(client, { key: f.key, crypto: nodeCrypto }, write);
    const named = tables.flatMap((table) => table.named.map(({ what, row }) => `${table.table} ${what} ${row}`));
    // The fixture's entries have no events: that is what it says of each.
    const other = faults.named.filter((fault) => !/^leaf \d+ of the log \(journal id/.test(fault));
    return { ...rest, equal: tables.every(({ equal }) => equal), rows: tables.map(({ rows }) => rows), named, other };
  } finally {
    client.release();
  }
}

/** Three versions of one record, made and logged as its writer would. */
async function addVersions(): Promise<void> {
  let latest: LatestVersion | undefined;
  for (const content of ['one', 'two', 'three']) {
    const salt = Buffer.alloc(32, content.length);
    const made = nextVersion({ kind: 'key', name: 'k', content }, latest, {
      at: Date.now(),
      salt,
      crypto: nodeCrypto,
    })!;
    latest = asLatest(made);
    const id = uuidv7(Date.now());
    const { version, entry } = made;
    await owner.query(
      'insert into record_version (id, kind, name, number, version, content, salt, entry, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, now())',
      [id, version.kind, version.name, version.number, version, content, salt, Buffer.from(entry)],
    );
    await owner.query(`insert into journal values ($1, 'version', $2, now(), now())`, [id, Buffer.from(entry)]);
  }
}

const digest = Buffer.alloc(32, 1);

/** A kept carrier of a licence, with its leaf, as its maker would leave them. */
async function addCarrier(): Promise<void> {
  const now = new Date();
  const [id, licence, organisation] = [uuidv7(Date.now()), uuidv7(Date.now()), uuidv7(Date.now())];
  await owner.query(
    `insert into licence values ($1, $2, 'L', 't', 1, null, 'active', 0, 0, $3, $3, null, null, now(), now(), $1, $1, $3)`,
    [licence, organisation, digest],
  );
  const statement: CarrierStatement = {
    identifier: 'L',
    masterDigest: formatDigest(digest),
    carrier: 'pdf',
    digest: formatDigest(digest),
    time: now.toISOString(),
  };
  const salt = Buffer.alloc(32, 2);
  const entry = Buffer.from(carrierEntry(statement, salt, nodeCrypto));
  await owner.query(
    `insert into carrier values ($1, $2, $3, 'pdf', 'application/pdf', '', $4, 'k', 1, $5, $6, $7, $8)`,
    [id, licence, organisation, digest, statement, salt, entry, now],
  );
  await owner.query(`insert into journal values ($1, 'carrier', $2, now(), now())`, [id, entry]);
}

describe(rebuildLog.name, () => {
  it('makes the same tiles and every signed checkpoint from the leaves alone', async () => {
    const { rows } = await owner.query('select tree_size, root from log_checkpoint order by tree_size desc limit 1');
    expect(await rebuild()).toMatchObject({
      size: 560,
      root: `sha-256:${rows[0].root.toString('base64url')}`,
      equal: true,
      rows: [4, 3],
      named: [],
      other: [],
    });
  });

  it('names and heals a missing tile and an anchored checkpoint that is gone, byte for byte', async () => {
    const stored = () =>
      owner.query(
        `select md5(string_agg(t::text, '' order by level, tile_index, width)) as tiles,
          (select md5(string_agg(note, '' order by tree_size)) from log_checkpoint) as notes from log_tile t`,
      );
    const before = (await stored()).rows;
    await owner.query('delete from log_tile where level = 0 and tile_index = 1');
    await owner.query('delete from log_checkpoint where tree_size = 290');
    const named = ['log_tile missing 0/1 of width 256', 'log_checkpoint missing size 290'];
    expect((await rebuild()).named).toEqual(named);
    expect(await rebuild(true)).toMatchObject({ named, written: { tiles: 1, checkpoints: 1 } });
    expect((await stored()).rows).toEqual(before);
    expect((await rebuild()).equal).toBe(true);
  });

  it.each([
    [`update record_version set content = 'other' where number = 2`, ['key k 2: its content is another than it names']],
    [
      `update record_version set salt = sha256('x') where number = 3`,
      ['key k 3: its entry is not the one of its version and salt'],
    ],
    [`update record_version set kind = 'log' where number = 3`, ['log k 3: its row names another version']],
    ['delete from record_version where number = 2', ['key k 3: the version before it is missing', 'no carrier has it']],
    ['delete from journal where id = (select id from record_version where number = 1)', ['key k 1: it has no leaf']],
  ])('names what is wrong with a record version after %s', async (sql, told) => {
    await addVersions();
    expect((await rebuild()).other).toEqual([]);
    await owner.query(sql);
    expect((await rebuild()).other).toEqual(told.map((text) => expect.stringContaining(text)));
  });

  it.each([
    [`update carrier set salt = sha256('x')`, ['its entry is not the one of its statement and salt']],
    [`update carrier set digest = sha256('x')`, ['its row tells another carrier than its statement']],
    [`update carrier set kind = 'preview'`, ['its row tells another carrier than its statement']],
    [`update carrier set made_at = made_at - interval '1 day'`, ['its row tells another carrier than its statement']],
    [`update licence set master_digest = sha256('x')`, ['its statement names another licence or master']],
    ['update carrier set organisation_id = id', ['there is no such licence of its organisation']],
    ['delete from carrier', ['no carrier has it']],
    ['delete from journal', ['it has no leaf in the log and does not wait for one']],
    [`update journal set entry = sha256('x')`, ['the log holds another entry']],
  ])('names what is wrong with a carrier after %s', async (sql, told) => {
    await addCarrier();
    expect((await rebuild()).other).toEqual([]);
    await owner.query(sql);
    expect((await rebuild()).other).toEqual(told.map((text) => expect.stringContaining(text)));
  });

  it('names a leaf that is missing and an anchor that carries another root', async () => {
    await owner.query(`update anchor set root = sha256('x') where tree_size = 250`);
    expect((await rebuild()).other).toEqual(['anchor of size 250: it carries another root than the leaves give']);
    await owner.query('delete from log_leaf where leaf_index = 300');
    expect((await rebuild()).other.slice(-1)[0]).toContain('leaf 300 of the log is missing');
  });
});
