import type { PoolClient } from 'pg';
import type { LicenceEvent } from '../core/index.js';
import type { SourceEvent } from './rebuild-events.js';
import type { LicenceRow, LicenceSource } from './rebuild-licence.js';

/** Everything that the database has of the licences of one range of ids. */
export interface RebuildBatch {
  ids: string[];
  live: Map<string, LicenceRow>;
  sources: Map<string, LicenceSource>;
  /** Rows of licence_holder by licence: `holder key (hex) organisation`. */
  holders: Map<string, string[]>;
}

/** A row of licence_holder. */
export interface HolderRow {
  holder_key: string;
  licence_id: string;
  organisation_id: string;
}

const beginning = '00000000-0000-0000-0000-000000000000';

/**
 * Opens the one transaction of a rebuilding, as *owner*: everything is read in one state. To write, whoever writes these
 * tables waits until the end.
 */
export async function beginRebuild(client: PoolClient, write: boolean): Promise<void> {
  await client.query(`begin isolation level repeatable read ${write ? '' : 'read only'}`);
  if (write) {
    await client.query(
      'lock table licence, licence_holder, licence_event, log_leaf, log_tile, log_checkpoint in share row exclusive mode',
    );
  }
  // Each batch is a short range of keys: no plan may read a table whole for it.
  await client.query(
    `select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true)`,
  );
}

export async function endRebuild(client: PoolClient, keep: boolean): Promise<void> {
  await client.query(keep ? 'commit' : 'rollback');
}

/** The licences after `after`, at most `limit`, in the order of their ids; undefined at the end. */
export async function readRebuildBatch(
  client: PoolClient,
  after: string | undefined,
  limit: number,
): Promise<RebuildBatch | undefined> {
  const from = after ?? beginning;
  const known = await client.query<{ id: string }>({
    name: 'rebuild-ids',
    text: `select id from (
        (select id from licence where id > $1 order by id limit $2)
        union (select distinct licence_id from licence_event where licence_id > $1 order by licence_id limit $2)
        union (select licence_id from licence_content where licence_id > $1 order by licence_id limit $2)
        union (select distinct licence_id from licence_holder where licence_id > $1 order by licence_id limit $2)
      ) as known (id) order by id limit $2`,
    values: [from, limit],
  });
  const ids = known.rows.map(({ id }) => id);
  const last = ids[ids.length - 1];
  if (last === undefined) return undefined;
  const range = [from, last];
  const events = await readEvents(client, range);
  const sealed = await readSealed(client, range);
  const sources = new Map(
    ids.map((id) => [
      id,
      { id, events: events.get(id) ?? [], ...(sealed.get(id) ?? { wrappedKey: null, sealed: null }) },
    ]),
  );
  return { ids, live: await readLicences(client, range), sources, holders: await readHolders(client, range) };
}

async function readLicences(client: PoolClient, range: string[]): Promise<RebuildBatch['live']> {
  const hex = (column: string) => `encode(${column}, 'hex') as ${column}`;
  const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;
  const { rows } = await client.query<LicenceRow & { id: string }>({
    name: 'rebuild-licences',
    text: `select id, organisation_id, identifier, type_code, type_version, ${hex('licence_number_digest')}, state, status_list,
        status_index, ${hex('master_digest')}, ${hex('code_digest')}, valid_from::text, valid_until::text, ${utc('issued_at')},
        ${utc('state_changed_at')}, master_event_id, latest_event_id, ${hex('latest_entry')}, superseded_by, supersedes
      from licence where id > $1 and id <= $2`,
    values: range,
  });
  return new Map(rows.map((row) => [row.id, row]));
}

interface EventRow {
  id: string;
  licence_id: string;
  organisation_id: string;
  command: string;
  event: LicenceEvent;
  salt: Buffer;
  entry: Buffer;
  created_at: Date;
  leaf_index: string | null;
  leaf_entry: Buffer | null;
  waiting_entry: Buffer | null;
}

async function readEvents(client: PoolClient, range: string[]): Promise<Map<string, SourceEvent[]>> {
  const { rows } = await client.query<EventRow>({
    name: 'rebuild-events',
    text: `select e.id, e.licence_id, e.organisation_id, e.command, e.event, e.salt, e.entry, e.created_at,
        f.leaf_index, f.entry as leaf_entry, j.entry as waiting_entry
      from licence_event e left join log_leaf f on f.journal_id = e.id left join journal j on j.id = e.id
      where e.licence_id > $1 and e.licence_id <= $2 order by e.licence_id, e.id`,
    values: range,
  });
  const events = new Map<string, SourceEvent[]>();
  for (const row of rows) {
    const { id, command, event, salt, entry } = row;
    const of = events.get(row.licence_id) ?? [];
    events.set(row.licence_id, of);
    of.push({
      id,
      command,
      event,
      salt,
      entry,
      organisationId: row.organisation_id,
      createdAt: row.created_at,
      leafIndex: row.leaf_index === null ? null : Number(row.leaf_index),
      leafEntry: row.leaf_entry,
      waitingEntry: row.waiting_entry,
    });
  }
  return events;
}

async function readSealed(client: PoolClient, range: string[]) {
  // Base64: clients read it in less than half the time that hexadecimal takes.
  const { rows } = await client.query<{ licence_id: string } & Record<'key' | 'credential' | 'summary', string | null>>(
    {
      name: 'rebuild-sealed',
      text: `select coalesce(c.licence_id, k.licence_id) as licence_id, encode(k.wrapped_key, 'base64') as key,
        encode(c.sealed_credential, 'base64') as credential, encode(c.sealed_summary, 'base64') as summary
      from (select * from licence_content where licence_id > $1 and licence_id <= $2) c
        full join (select * from licence_key where licence_id > $1 and licence_id <= $2) k on k.licence_id = c.licence_id`,
      values: range,
    },
  );
  const bytes = (text: string) => Buffer.from(text, 'base64');
  return new Map<string, Pick<LicenceSource, 'wrappedKey' | 'sealed'>>(
    rows.map(({ licence_id: id, key, credential, summary }) => {
      const sealed =
        credential === null || summary === null ? null : { credential: bytes(credential), summary: bytes(summary) };
      return [id, { wrappedKey: key === null ? null : bytes(key), sealed }];
    }),
  );
}

async function readHolders(client: PoolClient, range: string[]): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ licence_id: string; holders: string[] }>({
    name: 'rebuild-holders',
    text: `select licence_id, array_agg(encode(holder_key, 'hex') || ' ' || organisation_id order by holder_key) as holders
      from licence_holder where licence_id > $1 and licence_id <= $2 group by licence_id`,
    values: range,
  });
  return new Map(rows.map((row) => [row.licence_id, row.holders]));
}

// Bytes in JSON, as PostgreSQL reads them.
const withBytes = (row: object, columns: readonly string[]): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      columns.includes(name) && value !== null ? `\\x${value}` : (value as unknown),
    ]),
  );

const licenceBytes = ['licence_number_digest', 'master_digest', 'code_digest', 'latest_entry'];

/** Puts licences as they should be; a state that changes by it goes into the next version of its status list. */
export async function putLicences(client: PoolClient, rows: readonly LicenceRow[], columns: readonly string[]) {
  if (rows.length === 0) return;
  const set = columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
  await client.query(
    `with put as (
        insert into licence select * from jsonb_populate_recordset(null::licence, $1::jsonb)
        on conflict (id) do update set ${set.join(', ')}
        returning status_list, status_index, state, state_changed_at, (xmax = 0) as inserted)
      insert into status_change (list, status_index, state, changed_at)
      select status_list, status_index, state, state_changed_at from put where inserted and state <> 'active'`,
    [JSON.stringify(rows.map((row) => withBytes(row, licenceBytes)))],
  );
}

/** Puts the right holders of a licence in the place of wrong ones. */
export async function putHolders(
  client: PoolClient,
  licenceIds: readonly string[],
  rows: readonly HolderRow[],
): Promise<void> {
  if (licenceIds.length === 0) return;
  await client.query('delete from licence_holder where licence_id = any($1::uuid[])', [licenceIds]);
  await client.query(
    'insert into licence_holder select * from jsonb_populate_recordset(null::licence_holder, $1::jsonb)',
    [JSON.stringify(rows.map((row) => withBytes(row, ['holder_key'])))],
  );
}
