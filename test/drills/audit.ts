import pg from 'pg';
import { type Demo, eventually } from '../support/registry.js';
import { type Acknowledged, type Record, violation } from './record.js';

/** Works on the database as *owner*, outside of every rule that the service lives by. */
export async function asOwner<T>(demo: Demo, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await eventually(() => connected(demo.database.ownerUrl), 60_000);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Undefined while the server that was just killed recovers: it refuses newcomers, by a code or by the port. */
async function connected(connectionString: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (code !== undefined && /^(57P03|57P01|ECONNREFUSED|ECONNRESET)$/.test(code)) return undefined;
    throw cause;
  }
}

const one = async (client: pg.Client, sql: string, values: unknown[] = []): Promise<number> =>
  Number(Object.values((await client.query(sql, values)).rows[0] as object)[0]);

export interface Counts {
  licences: number;
  events: number;
}

export const counts = (demo: Demo): Promise<Counts> =>
  asOwner(demo, async (client) => ({
    licences: await one(client, 'select count(*) from licence'),
    events: await one(client, 'select count(*) from licence_event'),
  }));

/** Durability may not be had by leaving it out. */
export const requireDurable = (demo: Demo): Promise<void> =>
  asOwner(demo, async (client) => {
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      const { rows } = await client.query<{ [name: string]: string }>(`show ${name}`);
      if (rows[0]?.[name] !== 'on') throw new Error(`${name} is ${rows[0]?.[name]}`);
    }
  });

/** Everything acknowledged is there, with each of its events waiting or logged, and no event both or twice. */
export const auditStored = (demo: Demo, record: Record, acknowledged: readonly Acknowledged[]): Promise<void> =>
  asOwner(demo, async (client) => {
    // The load goes on: only what was answered before the question must be in the answer.
    const before = acknowledged.map((licence) => ({ ...licence }));
    const { rows } = await client.query<{ identifier: string; events: string; kept: string }>(
      `select l.identifier, count(e.id) as events, count(f.leaf_index) + count(j.id) as kept
       from licence l join licence_event e on e.licence_id = l.id
         left join log_leaf f on f.journal_id = e.id and f.entry = e.entry left join journal j on j.id = e.id
       where l.identifier = any($1) group by l.identifier`,
      [acknowledged.map(({ identifier }) => identifier)],
    );
    const found = new Map(rows.map((row) => [row.identifier, row]));
    for (const licence of before) {
      const row = found.get(licence.identifier);
      if (!row) violation(record, `${licence.identifier} was acknowledged and is lost`);
      else if (row.events !== row.kept)
        violation(record, `${licence.identifier}: ${row.kept} of ${row.events} events logged`);
      else if (Number(row.events) < licence.events)
        violation(record, `${licence.identifier}: an acknowledged change is lost`);
    }
  });

/** How many entries wait, for the log or for the chain. */
export const waiting = (demo: Demo): Promise<number> =>
  asOwner(demo, (client) =>
    one(
      client,
      `select (select count(*) from journal) + (select coalesce(max(leaf_index) + 1, 0) from log_leaf)
         - (select coalesce(max(tree_size), 0) from anchor where state = 'final')`,
    ),
  );

/** The whole database at rest: as much as was acknowledged and nothing twice. */
export const auditWhole = (demo: Demo, record: Record, before: Counts): Promise<{ leaves: number }> =>
  asOwner(demo, async (client) => {
    const must = async (what: string, sql: string, wanted: number) => {
      const found = await one(client, sql);
      if (found !== wanted) violation(record, `${what}: ${found} instead of ${wanted}`);
    };
    const { acknowledged, changes } = record;
    const licences = before.licences + acknowledged.length;
    const events = before.events + acknowledged.length + changes;
    await must(
      'different identifiers acknowledged',
      `select ${new Set(acknowledged.map((l) => l.identifier)).size}`,
      acknowledged.length,
    );
    await must('licences', 'select count(*) from licence', licences);
    await must('events', 'select count(*) from licence_event', events);
    await must('status places', 'select count(distinct (status_list, status_index)) from licence', licences);
    await must(
      'licences with key and content',
      'select count(*) from licence l join licence_key k on k.licence_id = l.id join licence_content c on c.licence_id = l.id',
      licences,
    );
    await must('entries that wait', 'select count(*) from journal', 0);
    await must(
      'events logged',
      'select count(*) from licence_event e join log_leaf f on f.journal_id = e.id and f.entry = e.entry',
      events,
    );
    const leaves = await one(client, 'select count(*) from log_leaf');
    await must('different entries', 'select count(distinct entry) from log_leaf', leaves);
    await must('places of the log', 'select max(leaf_index) + 1 from log_leaf', leaves);
    await must(
      'keys that made a licence',
      `select count(distinct result_id) from idempotency where operation = 'licence.issue'`,
      licences,
    );
    return { leaves };
  });
