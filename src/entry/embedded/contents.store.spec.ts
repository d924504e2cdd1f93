import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../../../test/support/database.js';
import { BlindIndex } from '../../platform/index.js';
import { seedDemo } from '../demo/seed-demo.js';
import { authorities } from '../demo/world/index.js';
import { holdsContents } from './database-urls.js';
import { openKeys } from './keys.js';

const subjects = authorities.map(({ creditCode, name }) => ({ creditCode, name: name['zh-CN'] }));
const given = (databaseUrl: string) => ({
  databaseUrl,
  registryName: '演练证照库',
  addCarrier: () => Promise.reject(new Error('a new folder has every key')),
});

describe('the first start of a data folder beside a database of the operator', () => {
  it('makes keys for an empty one, and none for one whose contents other keys open', async () => {
    const database = await createTestDatabase();
    const [first, second] = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'elicence-contents-spec-'))) as [
      string,
      string,
    ];
    const owner = new pg.Pool({ connectionString: database.url('owner'), max: 2 });
    try {
      const { keystore } = await openKeys(first, subjects, given(database.superuserUrl));
      const blindIndex = new BlindIndex(keystore.secret('index'));
      await seedDemo(owner, { wrappingKey: keystore.secret('seal'), blindIndex, demoSecret: randomBytes(32) });
      expect(await holdsContents(database.superuserUrl)).toBe(true);
      await expect(openKeys(second, subjects, given(database.superuserUrl))).rejects.toThrow(
        /^The database of [^\n]*set ELICENCE_DATA/,
      );
      await openKeys(first, subjects, given(database.superuserUrl));
    } finally {
      await owner.end();
      await database.drop();
      for (const folder of [first, second]) rmSync(folder, { recursive: true, force: true });
    }
  });

  it('takes a database without our tables for an empty one', async () => {
    const database = await createTestDatabase();
    const template = new URL(database.superuserUrl);
    template.pathname = '/template1';
    expect(await holdsContents(template.href)).toBe(false);
    await database.drop();
  });
});
