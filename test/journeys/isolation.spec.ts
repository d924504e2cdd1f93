import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { holderToken } from '../support/holder.js';
import { issueExample } from '../support/licences.js';
import { ask, clientToken, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let owner: pg.Client;
let service: pg.Client;
let organisations: { id: string; credit_code: string; kind: string }[];

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  owner = await connected(demo.database.ownerUrl);
  service = await connected(demo.database.serviceUrl);
  await Promise.all([issueExample(demo, 0), issueExample(demo, 1)]);
  await useOnce();
  organisations = (await owner.query('select id, credit_code, kind from organisation order by credit_code')).rows;
}, 240_000);
afterAll(() => Promise.all([owner?.end(), service?.end()]));

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

/** So that codes, uses and a holder's idempotency keys are there to be looked for. */
async function useOnce(): Promise<void> {
  const citizen = await holderToken(demo, 'citizen17');
  const { body } = await ask(demo.baseUrl, '/v1/me/licences', { token: citizen });
  const matter = demo.matters.find(({ code }) => code === 'hospital-admission')!;
  const card = body.items.find(({ typeCode }: { typeCode: string }) => typeCode === matter.typeCodes[0]);
  const carrier = await ask(demo.baseUrl, `/v1/me/licences/${card.identifier}/carriers/vc-jwt`, { token: citizen });
  if (carrier.status !== 200) throw new Error(`carrier: ${carrier.status}`);
  const receiver = demo.clients.find(({ role }) => role === 'hospital')!.organisation.creditCode;
  const made = await ask(demo.baseUrl, '/v1/me/presentation-codes', {
    token: citizen,
    body: { licences: [card.identifier], matterCode: matter.code, receiver },
  });
  const used = await ask(demo.baseUrl, '/v1/presentations/use', {
    token: await clientToken(demo, 'hospital'),
    body: { code: made.body.code, matterCode: matter.code },
  });
  if (used.status !== 201) throw new Error(`use: ${used.status}`);
}

/** What the role of the service sees of a table when it is set so. */
async function seen(table: string, columns: string, scope: { orgs?: string; holders?: string }): Promise<string[]> {
  await service.query('begin');
  try {
    await service.query(`select set_config('app.orgs', $1, true), set_config('app.holders', $2, true)`, [
      scope.orgs ?? '',
      scope.holders ?? '',
    ]);
    return (await service.query(`select ${columns} as key from ${table}`)).rows.map(({ key }) => String(key)).sort();
  } finally {
    await service.query('rollback');
  }
}
const kept = async (table: string, columns: string, where: string, values: unknown[] = []): Promise<string[]> =>
  (await owner.query(`select ${columns} as key from ${table} where ${where}`, values)).rows
    .map(({ key }) => String(key))
    .sort();

/** Sees all that was there before it looked and nothing that is not there after: journeys beside this one go on writing. */
async function expectToSee(
  [table, columns]: readonly [string, string],
  scope: { orgs?: string; holders?: string },
  where: string,
  value: unknown,
): Promise<number> {
  const before = await kept(table, columns, where, [value]);
  const own = await seen(table, columns, scope);
  const after = new Set(await kept(table, columns, where, [value]));
  expect(own).toEqual(expect.arrayContaining(before));
  expect(own.filter((key) => !after.has(key))).toEqual([]);
  return own.length;
}

const tables: [table: string, columns: string][] = [
  ['licence', 'id'],
  ['licence_key', 'licence_id'],
  ['licence_content', 'licence_id'],
  ['licence_event', 'id'],
  ['carrier', 'id'],
  ['licence_holder', "encode(holder_key, 'hex') || licence_id"],
  ['idempotency', "actor || ' ' || key"],
  ['audit', 'id'],
  ['use_record', 'id'],
];

describe('the role of the service', () => {
  it.each(tables)(
    'set to an organisation it sees all of its rows of %s and none of another’s',
    async (table, columns) => {
      let rows = 0;
      for (const { id } of organisations) {
        rows += await expectToSee([table, columns], { orgs: id }, 'organisation_id = $1', id);
      }
      expect(rows).toBeGreaterThan(0);
    },
  );

  it('set to a receiver it sees the codes that are for it alone', async () => {
    let rows = 0;
    for (const { id } of organisations) {
      rows += await expectToSee(['presentation', 'id'], { orgs: id }, 'receiver_id = $1', id);
    }
    expect(rows).toBeGreaterThan(0);
  });

  it.each(tables)('set to a holder it sees that holder’s rows of %s and no other', async (table, columns) => {
    const ofHolder = {
      licence: 'id in (select licence_id from licence_holder where holder_key = $1)',
      licence_event: 'licence_id in (select licence_id from licence_holder where holder_key = $1)',
      licence_key: 'licence_id in (select licence_id from licence_holder where holder_key = $1)',
      licence_content: 'licence_id in (select licence_id from licence_holder where holder_key = $1)',
      carrier: 'licence_id in (select licence_id from licence_holder where holder_key = $1)',
    }[table];
    const { rows } = await owner.query(`select holder_key from citizen where login in ('citizen17', 'citizen18')`);
    expect(rows).toHaveLength(2);
    for (const { holder_key: key } of rows) {
      const where = ofHolder ?? 'holder_key = $1';
      await expectToSee([table, columns], { holders: key.toString('hex') }, where, key);
    }
  });

  it('set to a holder it sees that one identity', async () => {
    const { rows } = await owner.query(`select id, holder_key from citizen where login = 'citizen17'`);
    expect(await seen('citizen', 'id', { holders: rows[0].holder_key.toString('hex') })).toEqual([rows[0].id]);
    for (const { id } of organisations) expect(await seen('citizen', 'id', { orgs: id })).toEqual([]);
  });

  it.each([...tables, ['presentation', 'id'], ['citizen', 'id']])(
    'set to none it sees nothing of %s',
    async (table, columns) => {
      expect(await seen(table!, columns!, {})).toEqual([]);
      expect((await service.query(`select ${columns} from ${table}`)).rows).toEqual([]);
      expect((await kept(table!, columns!, 'true')).length).toBeGreaterThan(0);
    },
  );

  it('writes nothing in another’s name', async () => {
    const [mine, theirs] = organisations.map(({ id }) => id);
    await service.query('begin');
    await service.query(`select set_config('app.orgs', $1, true)`, [mine]);
    await expect(
      service.query(`insert into audit values (gen_random_uuid(), $1, null, 'x', 'x', null, null, null, 'x', now())`, [
        theirs,
      ]),
    ).rejects.toThrow(/row-level security/);
    await service.query('rollback');
  });

  it.each(['licence_event', 'carrier', 'audit', 'use_record', 'journal', 'log_leaf', 'trust_list', 'carrier_template'])(
    'changes and deletes nothing of %s',
    async (table) => {
      const { rows } = await owner.query(
        `select column_name from information_schema.columns where table_name = $1 and table_schema = 'public' limit 1`,
        [table],
      );
      const column = rows[0].column_name;
      await expect(service.query(`update ${table} set ${column} = ${column}`)).rejects.toThrow(/permission denied/);
      await expect(service.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
      await expect(service.query(`truncate ${table}`)).rejects.toThrow(/permission denied/);
    },
  );

  it('can’t lift its own fence', async () => {
    for (const statement of [
      'set row_security = off; select id from licence',
      'alter table licence disable row level security',
      'alter table licence no force row level security',
      'set role elicence_owner',
      'create policy open on licence using (true)',
      'alter role elicence_service bypassrls',
      'create function f() returns int language sql as $$ select 1 $$',
    ])
      await expect(service.query(statement)).rejects.toThrow(/permission denied|must be owner|row-level security/);
    await service.query('reset row_security');
  });
});

describe('every table', () => {
  const without: Record<string, string> = {
    migrations: 'which migrations are in',
    organisation: 'public: names and credit codes of organisations',
    client: 'clients of organisations, without a secret but its digest',
    licence_type: 'the public catalogue',
    licence_type_version: 'the public catalogue',
    right_to_issue: 'public: in the trust list',
    matter: 'the public catalogue',
    carrier_template: 'the public catalogue: how carriers of a type look',
    client_grant: 'which client may use what; no person',
    trust_list: 'public',
    journal: 'blinded entries; the service may only append',
    log_leaf: 'public: blinded entries',
    log_tile: 'public: hashes',
    log_checkpoint: 'public',
    anchor: 'public: what is on the chain',
    chain_reading: 'when the chain was last read',
    status_token: 'public',
    trust_bundle: 'public',
    record_version: 'public: versions of public records',
    status_change: 'places on public status lists; the service has no right to it',
    status_lease: 'random names of processes and numbers of rounds',
    cosignature: 'public: what witnesses signed',
    former_anchor: 'public: what is on the chain',
    oauth_model: 'sessions and grants, found by random names alone; read before anybody is signed in',
  };

  it('has forced row-level security, or a reason to have none', async () => {
    const { rows } = await owner.query<{ name: string; fenced: boolean }>(
      `select relname as name, relrowsecurity and relforcerowsecurity as fenced from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v')`,
    );
    const open = rows.filter(({ fenced }) => !fenced).map(({ name }) => name);
    expect(open.sort()).toEqual(Object.keys(without).sort());
    expect(
      rows
        .filter(({ fenced }) => fenced)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...tables.map(([name]) => name), 'presentation', 'citizen'].sort());
  });

  it('has no policy that admits everybody', async () => {
    const { rows } = await owner.query(
      `select tablename, policyname, roles::text, qual, with_check from pg_policies where schemaname = 'public'`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      expect([row.policyname, row.roles]).toEqual([row.policyname, '{elicence_service}']);
      expect([row.tablename, row.policyname, row.qual]).not.toEqual([row.tablename, row.policyname, 'true']);
      expect(row.qual ?? row.with_check).toMatch(/current_setting|pg_current_xact_id/);
    }
  });

  it('is closed to the public role, and what is personal to the worker', async () => {
    const { rows } = await owner.query<{ role: string; name: string }>(
      `select role, relname as name from pg_class, unnest(array['elicence_public', 'elicence_worker']) role
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v') and (
         has_table_privilege(role, pg_class.oid, 'select, insert, update, delete, truncate')
         or has_any_column_privilege(role, pg_class.oid, 'select, insert, update'))`,
    );
    expect(rows.filter(({ role }) => role === 'elicence_public')).toEqual([]);
    const worker = rows.map(({ name }) => name);
    expect(worker).toEqual(expect.arrayContaining(['journal', 'anchor']));
    for (const [name] of [...tables, ['presentation'], ['citizen'], ['oauth_model'], ['client']])
      expect(worker).not.toContain(name);
  });

  it('may be owned and passed over by no role that serves', async () => {
    const { rows } = await owner.query(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname like 'elicence\\_%' order by 1`,
    );
    expect(rows.map(({ rolname }) => rolname)).toEqual([
      'elicence_owner',
      'elicence_public',
      'elicence_service',
      'elicence_worker',
    ]);
    for (const { rolname, ...may } of rows) {
      const bypasses = rolname === 'elicence_owner';
      expect([rolname, may]).toEqual([
        rolname,
        { rolsuper: false, rolbypassrls: bypasses, rolcreaterole: false, rolcreatedb: false },
      ]);
    }
    const owners = await owner.query(
      `select distinct tableowner from pg_tables where schemaname = 'public' and tableowner <> 'elicence_owner'`,
    );
    expect(owners.rows).toEqual([]);
  });
});
