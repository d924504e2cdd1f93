import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leafHash } from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/index.js';
import { type ServedLog, startServedLog } from '../support/served-log.js';

let log: ServedLog;
let restore: Awaited<ReturnType<ServedLog['save']>>;

// 700 entries make two full tiles and a partial one; two anchors, one step apart; 20 entries signed but not anchored.
beforeAll(async () => {
  log = await startServedLog();
  await log.ledger.append(300);
  await log.settle();
  await log.ledger.append(150);
  await log.settle();
  await log.ledger.append(230);
  await log.settle();
  await log.ledger.append(20);
  await log.grow();
  restore = await log.save();
}, 120_000);
afterAll(() => log?.close());
beforeEach(() => restore());

const sql = (text: string, values: unknown[] = []) => log.owner.query(text, values);
const lieOf = async () => (await log.audit()).lie?.code ?? 'clean';

it('the log that nobody touched is clean', async () => {
  expect(await log.audit()).toMatchObject({ entries: 700, statements: 3, anchorsOnChain: 3, notes: [] });
  expect(await lieOf()).toBe('clean');
});

describe('a leaf is', () => {
  it.each([
    ['deleted at the end', 'entries-malformed', 'delete from log_leaf where leaf_index = 699'],
    ['deleted in the middle', 'entries-malformed', 'delete from log_leaf where leaf_index = 300'],
    ['edited', 'tile-differs', `update log_leaf set entry = sha256('other') where leaf_index = 10`],
    ['edited, not yet anchored', 'tile-differs', `update log_leaf set entry = sha256('other') where leaf_index = 690`],
    ['made longer', 'entries-malformed', `update log_leaf set entry = entry || '\\x00' where leaf_index = 10`],
    [
      'reordered',
      'tile-differs',
      `update log_leaf l set entry = o.entry from log_leaf o
       where l.leaf_index in (10, 11) and o.leaf_index = 21 - l.leaf_index`,
    ],
    [
      'inserted',
      'tile-differs',
      `update log_leaf set leaf_index = leaf_index + 10000 where leaf_index >= 100;
       update log_leaf set leaf_index = leaf_index - 9999 where leaf_index >= 10000;
       insert into log_leaf values (100, gen_random_uuid(), sha256('new'))`,
    ],
  ])('%s: audit (%s)', async (_what, code, statement) => {
    await sql(statement);
    expect(await lieOf()).toBe(code);
  });

  it('edited with its tile: audit (tile-differs)', async () => {
    const entry = Buffer.alloc(32, 7);
    await sql('update log_leaf set entry = $1 where leaf_index = 10', [entry]);
    await sql('update log_tile set hashes = overlay(hashes placing $1 from 321) where level = 0 and tile_index = 0', [
      Buffer.from(leafHash(entry, nodeCrypto)),
    ]);
    const { lie } = await log.audit();
    expect(lie).toMatchObject({ code: 'tile-differs', evidence: { path: '/log/tile/1/000.p/2' } });
  });
});

describe('a tile is', () => {
  it.each([
    [
      'edited at level 0',
      'tile-differs',
      `update log_tile set hashes = overlay(hashes placing '\\x00' from 1)
      where level = 0 and tile_index = 1`,
    ],
    [
      'edited at level 1',
      'tile-differs',
      `update log_tile set hashes = overlay(hashes placing '\\x00' from 1)
      where level = 1`,
    ],
    [
      'cut short',
      'tile-malformed',
      `update log_tile set hashes = substring(hashes for 8000)
      where level = 0 and tile_index = 1`,
    ],
    ['deleted', 'log-withheld', 'delete from log_tile where level = 0 and tile_index = 1'],
    ['deleted at level 1', 'log-withheld', 'delete from log_tile where level = 1'],
  ])('%s: audit (%s)', async (_what, code, statement) => {
    await sql(statement);
    expect(await lieOf()).toBe(code);
  });
});
