import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createLog } from '../platform/index.js';
import { grantClient, grantRight } from './admin/admin.store.js';
import { publishCarrierDefinition } from './admin/publish-carrier-definition.js';
import { publishMatter } from './admin/publish-matter.js';
import { type NewLicenceType, publishType } from './admin/publish-type.js';
import { Catalogue } from './catalogue.js';
import type { Matter } from './matter.js';

const code = '11100000000013127D001';
const organisationId = '01900000-0000-7000-8000-000000000001';
const name = { 'zh-CN': '居民身份证', en: 'Resident ID card' };
const type: NewLicenceType = {
  code,
  name,
  definingAuthority: '公安部',
  fictitious: false,
  definition: {
    holderKinds: ['person'],
    maxHolders: 1,
    validity: 'optional',
    fields: [{ name: 'name', label: { 'zh-CN': '姓名', en: 'Name' }, type: 'text', required: true, maxLength: 50 }],
    example: {
      typeCode: code,
      holders: [{ kind: 'person', codeType: '111', code: '11010519491231002X', name: '甲' }],
      faceData: { name: '甲' },
    },
  },
};
const proof = {
  code: 'identity',
  name,
  handling: 'e-licence' as const,
  typeCodes: [code],
  fields: ['name', 'validUntil'],
};
const matter: Matter = { code: 'admission', name, version: 1, role: 'hospital', legalBasis: '依据', proofs: [proof] };

const colours = ['ink', 'label', 'title', 'frame', 'tint', 'seal'].map((one) => [one, '#1d1d1f']);
const box = { x: 20, y: 20, width: 100, height: 20 };
const paper = {
  page: { size: 'A4', orientation: 'portrait' },
  colours: Object.fromEntries(colours),
  frame: { style: 'double', inset: 9 },
  blocks: [{ kind: 'text', box, font: 'bold', size: 20, align: 'center', source: 'faceData.name' }],
  qr: { x: 20, y: 240, size: 34 },
  seal: { x: 140, y: 230, diameter: 42, words: '专用章' },
};
const carriers = { guard: { fields: ['name'], licenceNumber: true, holders: true }, pdf: paper };

let database: TestDatabase;
let owner: pg.Pool;
let service: pg.Pool;
let catalogue: Catalogue;
let now = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.url('owner'), max: 2 });
  service = new pg.Pool({ connectionString: database.url('service'), max: 2 });
  catalogue = new Catalogue(service, () => now, createLog('silent', 'test'));
  await owner.query(
    `insert into organisation (id, credit_code, name_zh, name_en, kind) values ($1, '11430000006122244L', '医院', 'Hospital', 'relying')`,
    [organisationId],
  );
  await owner.query(
    `insert into client (id, organisation_id, role, name, scopes, jwks) values ('hospital', $1, 'hospital', 'h', '{reuse:use}', '{}')`,
    [organisationId],
  );
});
afterAll(async () => {
  await catalogue.onModuleDestroy();
  await Promise.all([owner.end(), service.end()]);
  await database.drop();
});

const changed = (definition: Partial<NewLicenceType['definition']>): NewLicenceType => ({
  ...type,
  definition: { ...type.definition, ...definition },
});

describe('the catalogue', () => {
  it('tells who asks before it was read', () => {
    expect(() => catalogue.find(code)).toThrow('not been read');
  });

  it('publishes a type once, and a changed definition as its next version', async () => {
    expect(await publishType(owner, type)).toBe(1);
    expect(await publishType(owner, type)).toBe(1);
    await catalogue.refresh();
    const first = catalogue.find(code)!;
    expect(first).toMatchObject({ code, version: 1, name, definingAuthority: '公安部', fictitious: false });
    expect(await publishType(owner, changed({ maxHolders: 2 }))).toBe(2);
    expect(catalogue.find(code)!.version).toBe(1);
    await catalogue.refresh();
    expect(catalogue.find(code)!.version).toBe(2);
    expect(catalogue.all()).toHaveLength(1);
    // compiled for good: the version that licences are pinned to is the very same object
    expect(catalogue.version(code, 1)).toBe(first);
    expect(catalogue.version(code, 3)).toBeUndefined();
    expect(catalogue.find('11100000000013127D002')).toBeUndefined();
  });

  it.each([
    [
      'an example that its checker refuses',
      changed({ example: { ...type.definition.example, faceData: {} } }),
      'field-missing',
    ],
    [
      'an end that licences never have',
      changed({ validity: 'none', example: { ...type.definition.example, validUntil: '2040-01-01' } }),
      'period',
    ],
    ['a holder of another kind', changed({ holderKinds: ['organisation'] }), 'wrong kind'],
    ['a field twice', changed({ fields: [...type.definition.fields, ...type.definition.fields] }), 'twice'],
    ['a code that is none', { ...type, code: '11100000000013127E001' }, 'credit code'],
    [
      'a pattern that is none',
      changed({ fields: [{ ...type.definition.fields[0]!, pattern: '(' } as never] }),
      'regular expression',
    ],
  ])('publishes no type with %s', async (_, wrong, message) => {
    await expect(publishType(owner, wrong as NewLicenceType)).rejects.toThrow(message);
  });

  it('knows the days of a right, both ends in', async () => {
    await grantRight(owner, { organisationId, typeCode: code, from: '2026-01-01', until: '2026-12-31' });
    await catalogue.refresh();
    const may = (day: string) => catalogue.mayIssue(organisationId, code, day);
    expect(['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map(may)).toEqual([false, true, true, false]);
    await grantRight(owner, { organisationId, typeCode: code, from: '2026-01-01' });
    await catalogue.refresh();
    expect(may('2099-01-01')).toBe(true);
    expect(catalogue.mayIssue(organisationId, '11100000000013127D002', '2026-06-01')).toBe(false);
    expect(catalogue.mayIssue('01900000-0000-7000-8000-000000000002', code, '2026-06-01')).toBe(false);
  });

  it('names the receivers of a matter and the grants of a client', async () => {
    await publishMatter(owner, matter);
    await publishMatter(owner, { ...matter, version: 2 });
    await grantClient(owner, { clientId: 'hospital', typeCode: code, matterCode: 'admission', fields: ['name'] });
    await catalogue.refresh();
    expect(catalogue.matters()).toEqual([{ ...matter, version: 2 }]);
    expect(catalogue.receivers(matter)).toEqual([
      { name: { 'zh-CN': '医院', en: 'Hospital' }, creditCode: '11430000006122244L' },
    ]);
    expect(catalogue.receivers({ ...matter, role: 'bank' })).toEqual([]);
    expect(catalogue.clientGrants('hospital')).toEqual([
      { clientId: 'hospital', typeCode: code, matterCode: 'admission', fields: ['name'] },
    ]);
    expect(catalogue.clientGrants('bank')).toEqual([]);
    await owner.query("update client set disabled_at = now() where id = 'hospital'");
    await catalogue.refresh();
    expect(catalogue.receivers(matter)).toEqual([]);
  });

  it('publishes no matter that asks for what no type has', async () => {
    const asking = (fields: string[], typeCodes = [code]) => ({ ...matter, proofs: [{ ...proof, fields, typeCodes }] });
    await expect(publishMatter(owner, asking(['salary']))).rejects.toThrow('has salary');
    await expect(publishMatter(owner, asking(['name'], ['11100000000013127D009']))).rejects.toThrow('not published');
  });

  it('publishes what the carriers of a type say, and a changed one as its next number', async () => {
    expect(await publishCarrierDefinition(owner, code, carriers)).toBe(1);
    expect(await publishCarrierDefinition(owner, code, carriers)).toBe(1);
    await catalogue.refresh();
    const first = catalogue.carrierDefinition(code)!;
    expect(first).toMatchObject({ number: 1, definition: { guard: carriers.guard, pdf: { background: 'rosette' } } });
    const guard = { ...carriers.guard, holders: false };
    expect(await publishCarrierDefinition(owner, code, { ...carriers, guard })).toBe(2);
    await catalogue.refresh();
    expect(catalogue.carrierDefinition(code)).toEqual({ number: 2, definition: { ...first.definition, guard } });
    expect(catalogue.carrierDefinition('11100000000013127D002')).toBeUndefined();
    // compiled for good
    const same = catalogue.carrierDefinition(code)!.definition;
    await catalogue.refresh();
    expect(catalogue.carrierDefinition(code)!.definition).toBe(same);
  });

  it('publishes no carriers that name what the type has not', async () => {
    const asking = (fields: string[]) => ({ ...carriers, guard: { ...carriers.guard, fields } });
    const published = (definition: unknown, of = code) => publishCarrierDefinition(owner, of, definition);
    await expect(published(asking(['salary']))).rejects.toThrow('/guard/fields/0 the type has no field salary');
    await expect(published({ ...carriers, pdf: { ...paper, more: 1 } })).rejects.toThrow('/pdf');
    await expect(published(carriers, '11100000000013127D009')).rejects.toThrow('not published');
  });

  it('keeps its last reading while the database is away, and tells its age', async () => {
    const lost = new pg.Pool({ connectionString: database.url('service'), max: 1 });
    const other = new Catalogue(lost, () => now, createLog('silent', 'test'));
    await other.refresh();
    await lost.end();
    now += 60_000;
    await expect(other.refresh()).rejects.toThrow();
    expect(other.find(code)?.version).toBe(2);
    expect(other.age()).toBe(60_000);
  });
});
