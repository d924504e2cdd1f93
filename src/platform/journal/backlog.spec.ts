import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { type Database, openDatabase } from '../database/database.js';
import { uuidv7 } from '../ids.js';
import { metrics } from '../metrics.js';
import { BacklogGuard, readBacklog } from './backlog.js';

const hour = 3_600_000;
const begun = Date.parse('2026-11-25T00:00:00Z');

describe('the backlog of the ledger', () => {
  let database: TestDatabase;
  let service: Database;
  let owner: Database;
  let now = begun;
  beforeAll(async () => {
    database = await createTestDatabase();
    service = await openDatabase({ url: database.url('service'), pool: 2, name: 'test' });
    owner = await openDatabase({ url: database.url('owner'), pool: 2, name: 'test' });
  });
  beforeEach(async () => {
    now = begun;
    await owner.pool.query('truncate journal, log_leaf, anchor');
  });
  afterAll(async () => {
    await Promise.all([service.close(), owner.close()]);
    await database.drop();
  });

  /** An id as an entry of that time has it, whatever this process made before. */
  const idAt = (ms: number): string => {
    const hex = ms.toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}${uuidv7(Date.now()).slice(13)}`;
  };
  const wait = (ids: string[]) =>
    service.pool.query(
      `insert into journal (id, kind, entry, logged_by, created_at)
       select id, 'licence', decode(md5(id::text), 'hex'), now(), now() from unnest($1::uuid[]) as q (id)`,
      [ids],
    );
  const log = (leaves: string[]) =>
    owner.pool.query(
      `insert into log_leaf (leaf_index, journal_id, entry)
       select at - 1, id, decode(md5(id::text), 'hex') from unnest($1::uuid[]) with ordinality as q (id, at)`,
      [leaves],
    );
  const anchor = (size: number) =>
    owner.pool.query(
      `insert into anchor (tree_size, previous_size, root, state, nonce, raw_tx, tx_hash, chain_id, contract, log_id,
         block_number, block_hash, block_time, statement)
       values ($1, 0, '', 'final', 0, '', '', 1, '', '', 1, '', now(), '')`,
      [size],
    );
  const guard = (bounds = { maxEntries: 3, maxAgeMs: 72 * hour }) => new BacklogGuard(service.pool, () => now, bounds);

  it('counts what waits up to one more than asked, and dates the oldest entry that no final anchor covers', async () => {
    expect(await readBacklog(service.pool, 5)).toEqual({ waiting: 0, oldestAt: undefined });
    await wait([1, 2, 3, 4, 5, 6, 7, 8].map((n) => idAt(begun + n)));
    expect(await readBacklog(service.pool, 5)).toEqual({ waiting: 6, oldestAt: begun + 1 });
    await log([idAt(begun - 30), idAt(begun - 20), idAt(begun - 10)]);
    expect(await readBacklog(service.pool, 100)).toEqual({ waiting: 8, oldestAt: begun - 30 });
    await anchor(2);
    expect((await readBacklog(service.pool, 100)).oldestAt).toBe(begun - 10);
    await anchor(3);
    expect((await readBacklog(service.pool, 100)).oldestAt).toBe(begun + 1);
  });

  it('is full past its bound of entries, and open at it', async () => {
    const one = guard();
    expect([one.isFull(), one.state()]).toEqual([false, undefined]);
    await wait([idAt(begun), idAt(begun), idAt(begun)]);
    await one.refresh();
    expect([one.isFull(), one.state()]).toEqual([false, { waiting: 3, ageSeconds: 0 }]);
    await wait([idAt(begun)]);
    await one.refresh();
    expect([one.isFull(), one.state()]).toEqual([true, { waiting: 4, ageSeconds: 0 }]);
    await owner.pool.query('truncate journal');
    await one.refresh();
    expect(one.isFull()).toBe(false);
  });

  it('is full when the oldest entry waited too long for its anchor, however few there are', async () => {
    const one = guard();
    await log([idAt(begun)]);
    await one.refresh();
    now = begun + 72 * hour;
    expect(one.isFull()).toBe(false);
    now += 1;
    expect(one.isFull()).toBe(true);
    await one.refresh();
    const { values } = await metrics.getSingleMetric('elicence_unanchored_age_seconds')!.get();
    expect(values[0]?.value).toBe((72 * hour + 1) / 1000);
    await anchor(1);
    await one.refresh();
    expect(one.isFull()).toBe(false);
  });

  it('is open when it can not be read: the database says so itself', async () => {
    const one = guard({ maxEntries: 1, maxAgeMs: hour });
    await wait([idAt(begun), idAt(begun)]);
    await one.refresh();
    expect(one.isFull()).toBe(true);
    const away = jest.spyOn(service.pool, 'query').mockRejectedValueOnce(new Error('away') as never);
    await one.refresh();
    expect([one.isFull(), one.state()]).toEqual([false, undefined]);
    away.mockRestore();
  });

  it('reads once a second by itself, never twice at once, and ends when told', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'performance'] });
    const reads = jest.fn<() => void>();
    let answer: (() => void) | undefined;
    const pool = {
      query: () => {
        reads();
        return new Promise((resolve) => {
          answer = () => resolve({ rows: [{ waiting: 0, oldest_waiting: null, oldest_unanchored: null }] });
        });
      },
    };
    const one = new BacklogGuard(pool as never, () => now, { maxEntries: 1, maxAgeMs: hour });
    one.onModuleInit();
    jest.advanceTimersByTime(5_000);
    expect(reads).toHaveBeenCalledTimes(1);
    answer?.();
    await one.refresh();
    jest.advanceTimersByTime(1_000);
    expect(reads).toHaveBeenCalledTimes(2);
    answer?.();
    await one.onModuleDestroy();
    jest.advanceTimersByTime(5_000);
    expect(reads).toHaveBeenCalledTimes(2);
    jest.useRealTimers();
  });
});
