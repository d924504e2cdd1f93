import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { connectTestChain, type TestChain } from './chain.js';
import { createTestDatabase, type TestDatabase } from './database.js';

describe('the parts of a test run', () => {
  let database: TestDatabase;
  let other: TestDatabase;
  let chain: TestChain;

  beforeAll(async () => {
    [database, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    chain = connectTestChain();
  });
  afterAll(async () => {
    chain.close();
    await Promise.all([database.drop(), other.drop()]);
  });

  it('give each suite a migrated database of its own, seen as each role', async () => {
    expect(database.name).not.toBe(other.name);
    for (const role of ['owner', 'service', 'public', 'worker'] as const) {
      const client = new pg.Client({ connectionString: database.url(role) });
      await client.connect();
      const { rows } = await client.query('select current_user role, current_database() name');
      await client.end();
      expect(rows).toEqual([{ role: `elicence_${role}`, name: database.name }]);
    }
    const owner = new pg.Client({ connectionString: database.urls.owner });
    await owner.connect();
    expect((await owner.query('select 1 from migrations')).rowCount).toBeGreaterThan(0);
    await owner.end();
  });

  it('mine what is sent', async () => {
    const payer = await chain.fundedAccount();
    const sent = await payer.sendTransaction({ to: payer.address, value: 1 });
    expect((await sent.wait(1, 5_000))?.status).toBe(1);
    const before = await chain.provider.getBlockNumber();
    await chain.mine(3);
    expect(await chain.provider.getBlockNumber()).toBeGreaterThanOrEqual(before + 3);
  });
});
