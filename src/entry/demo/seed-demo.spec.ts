import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Catalogue, type NewLicenceType, publishType } from '../../catalogue/index.js';
import { BlindIndex, createLog, unsealJson, unwrapDataKey } from '../../platform/index.js';
import { demoAccounts, seedDemo } from './seed-demo.js';
import { institutions, licenceTypes, logins } from './world/index.js';

const keys = { wrappingKey: randomBytes(32), blindIndex: new BlindIndex(randomBytes(32)), demoSecret: randomBytes(32) };
const tables = [
  'organisation',
  'client',
  'client_grant',
  'licence_type',
  'licence_type_version',
  'carrier_template',
  'right_to_issue',
  'matter',
  'citizen',
];

let database: TestDatabase;
let owner: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.url('owner'), max: 4 });
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const contents = async (): Promise<unknown[]> => {
  const all = [];
  for (const table of tables) all.push((await owner.query(`select * from ${table} order by 1, 2, 3`)).rows);
  return all;
};

describe('the seed of the demo', () => {
  it('puts the world in, and again changes nothing', async () => {
    const accounts = await seedDemo(owner, keys);
    const before = await contents();
    expect(before.map((rows) => (rows as unknown[]).length)).toEqual([11, 11, expect.any(Number), 8, 8, 8, 8, 6, 50]);
    expect(await seedDemo(owner, keys)).toEqual(accounts);
    expect(await contents()).toEqual(before);
  });

  it('mends what a crash left half done', async () => {
    await owner.query("delete from citizen where login >= 'citizen30'");
    await owner.query("update client set secret_digest = '\\x00' where id = 'hospital'");
    await owner.query("delete from client_grant where client_id = 'hospital'");
    await seedDemo(owner, keys);
    const { rows } = await owner.query(
      "select count(*)::int as n from citizen union all select count(*)::int from client_grant where client_id = 'hospital'",
    );
    expect(rows).toEqual([{ n: 50 }, { n: 4 }]);
    const secret = demoAccounts(keys.demoSecret).clients.find((one) => one.role === 'hospital')!.clientSecret;
    const kept = await owner.query("select secret_digest from client where id = 'hospital'");
    expect(kept.rows[0].secret_digest).toEqual(createHash('sha256').update(secret).digest());
  });

  it('gives every authority the rights of its types, and no other', async () => {
    const catalogue = new Catalogue(owner, () => 0, createLog('silent', 'test'));
    await catalogue.refresh();
    const { rows } = await owner.query('select id, credit_code from organisation');
    for (const { creditCode, typeCodes } of institutions) {
      const { id } = rows.find((row) => row.credit_code === creditCode);
      const may = catalogue.all().filter((type) => catalogue.mayIssue(id, type.code, '2026-11-24'));
      expect(may.map((type) => type.code).sort()).toEqual([...typeCodes].sort());
    }
    for (const matter of catalogue.matters()) expect(catalogue.receivers(matter)).toHaveLength(1);
  });

  it('goes on in a folder whose types asked for no portrait yet', async () => {
    const [today] = licenceTypes;
    const { fields, example, ...rest } = today!.definition;
    const { portrait: _, ...faceData } = example.faceData;
    const without = { fields: fields.filter((one) => one.type !== 'portrait'), example: { ...example, faceData } };
    const before: NewLicenceType = { ...today!, definition: { ...rest, ...without } };
    const version = await publishType(owner, before);
    await seedDemo(owner, keys);
    const catalogue = new Catalogue(owner, () => 0, createLog('silent', 'test'));
    await catalogue.refresh();
    expect(catalogue.find(today!.code)).toMatchObject({ version: version + 1, definition: { fields } });
    expect(catalogue.version(today!.code, version)?.checkFace(faceData)).toEqual([]);
    expect(catalogue.find(today!.code)?.checkFace(faceData)).toEqual([]);
  });

  it('seals whose login it is', async () => {
    const { code, codeType, name, kind } = logins[0]!;
    const holderKey = keys.blindIndex.holder(codeType, code);
    const { rows } = await owner.query('select * from citizen where holder_key = $1', [holderKey]);
    expect(rows[0].login).toBe('citizen01');
    const key = unwrapDataKey(keys.wrappingKey, `citizen/wrapped_key/${rows[0].id}`, rows[0].wrapped_key);
    const identity = unsealJson(key, `citizen/sealed_identity/${rows[0].id}`, rows[0].sealed_identity);
    expect(identity).toEqual({ kind, codeType, code, name });
    const clear = JSON.stringify(await contents());
    for (const holder of logins) expect(clear).not.toContain(holder.name);
  });

  it('derives secrets and passwords from the folder, none like another', () => {
    const { clients, holders } = demoAccounts(keys.demoSecret);
    const words = [...clients.map((one) => one.clientSecret), ...holders.map((one) => one.password)];
    expect(new Set(words).size).toBe(61);
    expect(holders[0]!.password).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
    expect(demoAccounts(randomBytes(32)).holders[0]!.password).not.toBe(holders[0]!.password);
    expect(clients.map((one) => one.role)).toEqual([
      ...Array.from({ length: 5 }, () => 'department'),
      ...['hospital', 'bank', 'school', 'official', 'auditor', 'operator'],
    ]);
  });
});
