import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { ClientCaller } from '../access/index.js';
import { IssueStore } from './issue.store.js';
import { request } from './testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld } from './testing/registry-world.js';

let world: RegistryWorld;
beforeAll(async () => {
  world = await createRegistryWorld();
});
afterAll(() => world.close());

const issue = (caller: ClientCaller, idempotencyKey: string, body = request(1)) =>
  world.issuing.issue({ caller, idempotencyKey, body });

async function ownerRows<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await world.pools.owner.query<Row>(sql, values)).rows;
}

/** A connection of the service's role by hand, set to these organisations, inside a transaction that is rolled back. */
async function asService<T>(organisations: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await world.pools.service.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('app.orgs', $1, true)", [organisations]);
    return await work(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe(IssueStore.name, () => {
  it('keeps the requests of three authorities apart in shared groups, hostile ones among them', async () => {
    const [a, b, c] = world.callers as [ClientCaller, ClientCaller, ClientCaller];
    const kinds = Array.from({ length: 100 }, (_, i) => ({ i, caller: [a, b, c][i % 3]! }));
    const taken = await issue(a, 'number', request(900, { licenceNumber: 'TAKEN' }));
    expect(taken.ok).toBe(true);

    // Every key is used by all three; each of the three has its own licence under it.
    const plain = kinds.map(({ i, caller }) => issue(caller, `key-${Math.floor(i / 3)}`, request(i)));
    const twins = [0, 1, 2].map((i) => issue(a, 'twin', request(700 + (i === 2 ? 1 : 0))));
    const stolen = issue(b, 'number', request(900, { licenceNumber: 'TAKEN' }));
    const numberTaken = issue(a, 'number-2', request(901, { licenceNumber: 'TAKEN' }));
    const sameNumber = [1, 2].map((i) => issue(c, `race-${i}`, request(800 + i, { licenceNumber: 'RACE' })));
    const outcomes = await Promise.all(plain);

    for (const [i, outcome] of outcomes.entries()) {
      if (!outcome.ok) throw new Error(`${i}: ${outcome.code}`);
      expect(outcome.value.inclusionPromise.event.identifier).toContain(`.${kinds[i]!.caller.creditCode}.`);
    }
    const made = await ownerRows<{ organisation_id: string; identifier: string }>(
      `select l.organisation_id, l.identifier from licence l join idempotency i on i.result_id = l.id
       and i.organisation_id = l.organisation_id and i.actor = $1 where i.key like 'key-%'`,
      [`client:${b.clientId}`],
    );
    expect(new Set(made.map((row) => row.organisation_id))).toEqual(new Set([b.organisationId]));
    expect(new Set(made.map((row) => row.identifier))).toEqual(
      new Set(outcomes.flatMap((outcome, i) => (i % 3 === 1 && outcome.ok ? [outcome.value.identifier] : []))),
    );

    const [first, second, other] = await Promise.all(twins);
    expect(first!.ok && second!.ok).toBe(true);
    expect(second).toEqual(first);
    expect(other).toMatchObject({ ok: false, code: 'idempotency-conflict' });
    const foreign = await stolen;
    expect(foreign.ok).toBe(true);
    expect(foreign).not.toEqual(taken);
    expect(await numberTaken).toMatchObject({ ok: false, code: 'licence-number-taken' });
    const raced = await Promise.all(sameNumber);
    expect(raced.map((outcome) => (outcome.ok ? 'ok' : outcome.code)).sort()).toEqual(['licence-number-taken', 'ok']);
  });

  it('lets twins of two processes have one licence', async () => {
    const other = new IssueStore(world.pools.service);
    const mine = new IssueStore(world.pools.service);
    const caller = world.callers[0]!;
    const outcomes = await Promise.all(
      [mine, other, mine, other].map((licences) => {
        const shelves = { ...world.shelves, licences };
        return world
          .issueFrom(shelves)
          .issue({ caller, idempotencyKey: 'two-processes', body: request(33, { licenceNumber: 'TWO' }) });
      }),
    );
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(outcomes[0]!.ok).toBe(true);
  });

  it('leaves nothing of a group that failed, and fails a bad row alone', async () => {
    await world.pools.owner.query("alter table licence add constraint hostile check (valid_until <> '2036-01-01')");
    const before = await ownerRows('select count(*) from journal');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) =>
        issue(world.callers[i % 3]!, `bad-${i}`, request(i, i === 4 ? { validUntil: '2036-01-01' } : {})),
      ),
    );
    await world.pools.owner.query('alter table licence drop constraint hostile');
    expect(outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value.ok)).toEqual(
      Array.from({ length: 10 }, (_, i) => i !== 4),
    );
    const after = await ownerRows('select count(*) from journal');
    expect(Number(after[0]!.count) - Number(before[0]!.count)).toBe(9);
    expect(await ownerRows("select 1 from idempotency where key = 'bad-4'")).toEqual([]);
  });
});

describe('row security', () => {
  const tables = [
    'licence',
    'licence_key',
    'licence_content',
    'licence_holder',
    'licence_event',
    'idempotency',
    'audit',
  ];

  it.each(tables)('shows of %s all rows of one organisation and none of another', async (table) => {
    const [a, b] = world.callers as [ClientCaller, ClientCaller];
    await issue(b, `rls-${table}`);
    const all = await ownerRows<{ organisation_id: string; count: string }>(
      `select organisation_id, count(*) from ${table} group by 1`,
    );
    const ofA = all.find((row) => row.organisation_id === a.organisationId);
    const seen = (organisations: string) =>
      asService(organisations, async (client) => {
        const { rows } = await client.query(`select organisation_id, count(*) from ${table} group by 1`);
        return rows;
      });
    expect(await seen(a.organisationId)).toEqual([ofA]);
    expect(all.length).toBeGreaterThan(1);
    expect(await seen('')).toEqual([]);
  });

  it.each([
    ['update licence_event set command = command', '42501'],
    ['delete from licence_event', '42501'],
    ['update audit set result = result', '42501'],
    ['delete from audit', '42501'],
    ['delete from journal', '42501'],
    ['select * from journal', '42501'],
    ['delete from licence', '42501'],
    ['update licence set master_digest = master_digest', '42501'],
  ])('does not let the service %s', async (sql, code) => {
    await expect(asService(world.callers[0]!.organisationId, (client) => client.query(sql))).rejects.toMatchObject({
      code,
    });
  });

  it('does not let the service write a row of another organisation', async () => {
    const [a, b] = world.callers as [ClientCaller, ClientCaller];
    await expect(
      asService(a.organisationId, (client) =>
        client.query(
          `insert into audit (id, organisation_id, actor, action, result, at)
           values (gen_random_uuid(), $1, 'x', 'x', 'x', now())`,
          [b.organisationId],
        ),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('gives the public role nothing but its functions', async () => {
    for (const table of [...tables, 'journal'])
      await expect(world.pools.public.query(`select * from ${table}`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a dump of everything', () => {
  it('holds every identifier and nothing of a person, in clear, in hex or in base64', async () => {
    const caller = world.callers[0]!;
    const body = request(555, { licenceNumber: '许可第555号', legalBasis: '欧阳某555申请' });
    const issued = await issue(caller, 'dump', body);
    if (!issued.ok) throw new Error(issued.code);
    const { identifier } = issued.value;
    const reason = { reasonCode: 'other', reason: '欧阳某555违法' };
    await world.changing.change({ caller, idempotencyKey: 'dump-2', identifier, command: 'suspend', body: reason });
    const tables = await ownerRows<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    let dump = '';
    for (const { name } of tables) {
      const rows = await ownerRows<{ row: string }>(`select t::text as row from ${name} t`);
      dump += rows.map(({ row }) => row).join('\n');
    }
    expect(dump).toContain(identifier);
    const holder = body.holders[0]!;
    const secrets = [holder.code, holder.name, '许可第555号', '违法', issued.value.verificationUrl.split('#')[1]!];
    for (const secret of secrets) {
      expect(dump.includes(secret)).toBe(false);
      expect(dump.toLowerCase().includes(Buffer.from(secret).toString('hex'))).toBe(false);
      // Base64 at each of the three alignments, without the characters that its neighbours share in.
      for (const pad of [0, 1, 2]) {
        const base64 = Buffer.concat([Buffer.alloc(pad), Buffer.from(secret)]).toString('base64');
        const inner = base64.replace(/=+$/, '').slice(Math.ceil((pad * 4) / 3), -1);
        expect(dump.includes(inner)).toBe(false);
        expect(dump.toLowerCase().includes(Buffer.from(inner).toString('hex'))).toBe(false);
      }
    }
  });
});
