import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../../../test/support/database.js';
import { openDatabase } from './database.js';

describe('a pool whose server ends connections', () => {
  it('tells so, of the connection that it was opened with too, and goes on', async () => {
    const test = await createTestDatabase();
    const heard: string[] = [];
    const onError = ({ message }: Error) => void heard.push(message);
    const database = await openDatabase({ url: test.url('service'), pool: 2, name: 'spec', onError });
    const superuser = new pg.Client({ connectionString: test.superuserUrl });
    await superuser.connect();
    try {
      const taken = await Promise.all([database.pool.connect(), database.pool.connect()]);
      const ended = Promise.all(taken.map((client) => new Promise((resolve) => client.once('end', resolve))));
      await superuser.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'spec' and datname = $1",
        [test.name],
      );
      await ended;
      for (const client of taken) client.release();
      expect(heard.length).toBeGreaterThanOrEqual(2);
      expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    } finally {
      await superuser.end();
      await database.close();
      await test.drop();
    }
  });
});
