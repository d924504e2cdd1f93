import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  createLog,
  type Database,
  nodeCrypto,
  openDatabase,
  PlatformModule,
  ProblemFilter,
  type Settings,
  systemClock,
} from '../../platform/index.js';
import { type NewLicenceType, publishType } from '../admin/publish-type.js';
import { Catalogue } from '../catalogue.js';
import { CatalogueModule } from '../catalogue.module.js';

const codes = ['11100000000013127D001', '11100000000013127D002', '11100000000013127D003'];
const label = { 'zh-CN': '姓名', en: 'Name' };
const type = (code: string): NewLicenceType => ({
  code,
  name: { 'zh-CN': '演示证照', en: 'Demo licence' },
  definingAuthority: '公安部',
  fictitious: true,
  definition: {
    holderKinds: ['person'],
    maxHolders: 2,
    validity: 'none',
    fields: [{ name: 'name', label, type: 'text', required: true, maxLength: 50 }],
    example: {
      typeCode: code,
      holders: [{ kind: 'person', codeType: '111', code: '11010519491231002X', name: '甲' }],
      faceData: { name: '甲' },
    },
  },
});

let testDatabase: TestDatabase;
let database: Database;
let app: NestFastifyApplication;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const owner = new pg.Pool({ connectionString: testDatabase.url('owner') });
  for (const code of codes) await publishType(owner, type(code));
  await owner.end();
  database = await openDatabase({ url: testDatabase.url('service'), pool: 2, name: 'test' });
  const log = createLog('silent', 'test');
  const settings = { baseUrl: 'http://127.0.0.1:3000', identity: 'http://registry.test' } as Settings;
  const parts = {
    settings,
    clock: systemClock,
    log,
    crypto: nodeCrypto,
    serviceDatabase: database,
    publicDatabase: database,
  };
  const module = await Test.createTestingModule({
    imports: [PlatformModule.forRoot(parts), CatalogueModule],
  }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter(log));
  await app.init();
});
afterAll(async () => {
  await app.close();
  await database.close();
  await testDatabase.drop();
});

const get = async (url: string) => {
  const answer = await app.inject({ method: 'GET', url });
  return { status: answer.statusCode, body: answer.json() };
};

describe('the catalogue over HTTP', () => {
  it('lists the types in pages', async () => {
    const first = await get('/v1/licence-types?limit=2');
    expect(first.status).toBe(200);
    expect(first.body.items).toHaveLength(2);
    expect(first.body.items[0]).toEqual({
      code: codes[0],
      version: 1,
      name: { 'zh-CN': '演示证照', en: 'Demo licence' },
      definingAuthority: { name: '公安部', creditCode: '11100000000013127D' },
      fictitious: true,
    });
    const second = await get(`/v1/licence-types?limit=2&after=${first.body.next}`);
    expect(second.body).toMatchObject({ items: [{ code: codes[2] }], next: null });
    expect((await get('/v1/licence-types')).body.items.map((item: { code: string }) => item.code)).toEqual(codes);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'after=!', 'after=', 'page=2'])('refuses the query %s', async (query) => {
    expect(await get(`/v1/licence-types?${query}`)).toMatchObject({ status: 400, body: { code: 'query-invalid' } });
  });

  it('tells what a type asks for', async () => {
    const { status, body } = await get(`/v1/licence-types/${codes[1]}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ code: codes[1], holderKinds: ['person'], maxHolders: 2, validity: 'none' });
    expect(body.fields).toEqual(type(codes[1]!).definition.fields);
    expect(body.example).toEqual(type(codes[1]!).definition.example);
    expect(body.faceSchema).toMatchObject({ required: ['name'], additionalProperties: false });
    expect(await get('/v1/licence-types/11100000000013127D009')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  it('lists the reasons of each command, other among them', async () => {
    const { body } = await get('/v1/reason-codes');
    expect(body.next).toBeNull();
    expect(body.items.map((item: { command: string }) => item.command)).toEqual(
      expect.arrayContaining(['suspend', 'resume', 'revoke']),
    );
    for (const { reasons } of body.items) expect(reasons.at(-1).code).toBe('other');
  });

  it('serves the metadata of a version at the address that vct names', async () => {
    const { status, body } = await get(`/types/${codes[0]}/v1`);
    expect(status).toBe(200);
    expect(body.vct).toBe(`http://registry.test/types/${codes[0]}/v1`);
    expect(body.claims).toContainEqual({
      path: ['face_data', 'name'],
      display: [
        { locale: 'zh-CN', label: '姓名' },
        { locale: 'en', label: 'Name' },
      ],
      sd: 'always',
      mandatory: true,
    });
    const served = await app.inject({ method: 'GET', url: `/types/${codes[0]}/v1` });
    expect(served.headers['content-type']).toBe('application/json; charset=utf-8');
    const integrity = `sha256-${Buffer.from(nodeCrypto.sha256(served.rawPayload)).toString('base64')}`;
    expect(app.get(Catalogue).version(codes[0]!, 1)?.metadata('http://registry.test').integrity).toBe(integrity);
    for (const odd of ['v2', 'v0', 'v01', '1', 'vx']) expect((await get(`/types/${codes[0]}/${odd}`)).status).toBe(404);
  });

  it('lists matters', async () => {
    expect(await get('/v1/matters')).toEqual({ status: 200, body: { items: [], next: null } });
  });
});
