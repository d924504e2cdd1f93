import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { type Database, inTransaction, openDatabase } from './database.js';
import { queryScoped } from './scoped-query.js';

const a = '01980000-0000-7000-8000-00000000000a';
const b = '01980000-0000-7000-8000-00000000000b';
const insert = {
  name: 'spec-insert',
  text: `insert into audit (id, organisation_id, actor, action, result, at)
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) returning organisation_id`,
};
const row = (n: number, organisation: string): unknown[] => [
  [`01980000-0000-7000-8000-0000000000${n}`],
  [organisation],
  ['x'],
  ['y'],
  ['z'],
  [new Date()],
];
const count = { name: 'spec-count', text: 'select count(*)::int as n from audit' };

describe(queryScoped.name, () => {
  let test: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    test = await createTestDatabase();
    db = await openDatabase({ url: test.urls.service, pool: 4, name: 'spec' });
  });
  afterAll(async () => {
    await db?.close();
    await test?.drop();
  });

  it('writes and reads inside its scope only', async () => {
    expect(await queryScoped(db.pool, { organisations: [a] }, insert, row(10, a))).toEqual([{ organisation_id: a }]);
    expect(await queryScoped(db.pool, { organisations: [b] }, insert, row(11, b))).toHaveLength(1);
    expect(await queryScoped(db.pool, { organisations: [a] }, count, [])).toEqual([{ n: 1 }]);
    expect(await queryScoped(db.pool, { organisations: [a, b] }, count, [])).toEqual([{ n: 2 }]);
    expect(await queryScoped(db.pool, {}, count, [])).toEqual([{ n: 0 }]);
  });

  it('leaves no scope behind on the connection', async () => {
    await Promise.all(Array.from({ length: 8 }, () => queryScoped(db.pool, { organisations: [a] }, count, [])));
    const left = await Promise.all(Array.from({ length: 8 }, () => db.pool.query(count.text)));
    expect(left.map((result) => result.rows[0])).toEqual(Array(8).fill({ n: 0 }));
  });

  it('is refused for a row of another organisation, and the connection goes on', async () => {
    for (let i = 0; i < 6; i++) {
      await expect(queryScoped(db.pool, { organisations: [a] }, insert, row(12, b))).rejects.toMatchObject({
        code: '42501',
      });
    }
    expect(await queryScoped(db.pool, { organisations: [b] }, count, [])).toEqual([{ n: 1 }]);
  });

  it('does not alter or delete what is on record', async () => {
    const attempt = (text: string) => queryScoped(db.pool, { organisations: [a] }, { name: text, text }, []);
    await expect(attempt("update audit set result = 'other'")).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('delete from audit')).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('delete from licence_event')).rejects.toMatchObject({ code: '42501' });
    await expect(attempt("update licence_event set command = 'x'")).rejects.toMatchObject({ code: '42501' });
    await expect(attempt('delete from journal')).rejects.toMatchObject({ code: '42501' });
  });

  it('rolls a transaction back as a whole', async () => {
    await expect(
      inTransaction(db.pool, { organisations: [a] }, async (client) => {
        await client.query(insert.text, row(13, a));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await queryScoped(db.pool, { organisations: [a] }, count, [])).toEqual([{ n: 1 }]);
  });
});
