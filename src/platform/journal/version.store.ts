import type { ClientBase } from 'pg';
import { formatDigest, type LatestVersion, type RecordKind } from '../../core/index.js';
import { rfc3339 } from '../clock.js';

/** A record of a kind. */
export interface RecordName {
  kind: RecordKind;
  name: string;
}

interface LatestRow {
  at: string;
  number: number;
  entry: Buffer;
  content_digest: string;
  created_at: Date;
}

/** The newest version of each of these records, in their order. */
export async function readLatestVersions(
  client: ClientBase,
  records: readonly RecordName[],
): Promise<(LatestVersion | undefined)[]> {
  const { rows } = await client.query<LatestRow>({
    name: 'journal-latest-versions',
    text: `select q.at, v.number, v.entry, v.version->>'contentDigest' as content_digest, v.created_at
      from unnest($1::text[], $2::text[]) with ordinality as q (kind, name, at)
      join lateral (
        select number, entry, version, created_at from record_version r where r.kind = q.kind and r.name = q.name
        order by r.number desc limit 1) v on true`,
    values: [records.map(({ kind }) => kind), records.map(({ name }) => name)],
  });
  const latest: (LatestVersion | undefined)[] = records.map(() => undefined);
  for (const { at, number, entry, content_digest: contentDigest, created_at: time } of rows) {
    latest[Number(at) - 1] = { number, entry: formatDigest(entry), contentDigest, time: rfc3339(time.getTime()) };
  }
  return latest;
}

/** The content of one version; throws when it is not there. */
export async function readVersionContent(client: ClientBase, record: RecordName, number: number): Promise<string> {
  const { rows } = await client.query<{ content: string }>({
    name: 'journal-version-content',
    text: 'select content from record_version where kind = $1 and name = $2 and number = $3',
    values: [record.kind, record.name, number],
  });
  if (!rows[0]) throw new Error(`version ${number} of ${record.kind} ${record.name} is missing`);
  return rows[0].content;
}

/** A version as it is kept; `id` is its journal id too. */
export interface VersionRow extends RecordName {
  id: string;
  number: number;
  version: string;
  content: string;
  salt: Buffer;
  entry: Buffer;
  time: Date;
}

/** Keeps versions and puts their entries into the journal; a number that is taken fails on the unique index. */
export async function insertVersions(client: ClientBase, rows: readonly VersionRow[], loggedBy: Date): Promise<void> {
  const column = <K extends keyof VersionRow>(name: K): VersionRow[K][] => rows.map((row) => row[name]);
  await client.query({
    name: 'journal-insert-versions',
    text: `with kept as (
        insert into record_version (id, kind, name, number, version, content, salt, entry, created_at)
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::jsonb[], $6::text[], $7::bytea[], $8::bytea[],
          $9::timestamptz[])
        returning id, entry, created_at)
      insert into journal (id, kind, entry, logged_by, created_at)
      select id, 'version', entry, $10, created_at from kept`,
    values: [
      column('id'),
      column('kind'),
      column('name'),
      column('number'),
      column('version'),
      column('content'),
      column('salt'),
      column('entry'),
      column('time'),
      loggedBy,
    ],
  });
}
