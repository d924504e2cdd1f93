import type { Pool } from 'pg';
import type { RecordVersion } from '../core/index.js';
import type { RecordName } from '../platform/index.js';

/** A version, and where its leaf is; `index` is null until it has a place in the log. */
export interface VersionRow {
  version: RecordVersion;
  content: string;
  salt: Buffer;
  entry: Buffer;
  index: number | null;
}

/** What a list of versions shows of each. */
export interface VersionSummary {
  version: RecordVersion;
  entry: Buffer;
  index: number | null;
}

type Indexed<T extends { index: number | null }> = Omit<T, 'index'> & { index: string | null };

const withNumber = <T extends { index: number | null }>(row: Indexed<T>): T =>
  ({ ...row, index: row.index === null ? null : Number(row.index) }) as unknown as T;

/** The version in force at a moment, and the one after it; both with their leaf. */
export async function readVersionsAround(
  pool: Pool,
  { kind, name }: RecordName,
  at: Date,
): Promise<{ before: VersionRow | undefined; after: VersionRow | undefined }> {
  const { rows } = await pool.query<Indexed<VersionRow> & { later: boolean }>({
    name: 'log-versions-around',
    text: `select v.version, v.content, v.salt, v.entry, f.leaf_index as index, v.created_at > $3 as later
      from (
        (select * from record_version where kind = $1 and name = $2 and created_at <= $3 order by created_at desc limit 1)
        union all
        (select * from record_version where kind = $1 and name = $2 and created_at > $3 order by created_at limit 1)) v
      left join log_leaf f on f.journal_id = v.id`,
    values: [kind, name, at],
  });
  const found = (later: boolean) => {
    const row = rows.find((one) => one.later === later);
    if (!row) return undefined;
    const { later: _later, ...rest } = row;
    return withNumber<VersionRow>(rest);
  };
  return { before: found(false), after: found(true) };
}

/** One version of a record. */
export async function readVersion(
  pool: Pool,
  { kind, name }: RecordName,
  number: number,
): Promise<VersionRow | undefined> {
  const { rows } = await pool.query<Indexed<VersionRow>>({
    name: 'log-version',
    text: `select v.version, v.content, v.salt, v.entry, f.leaf_index as index
      from record_version v left join log_leaf f on f.journal_id = v.id
      where v.kind = $1 and v.name = $2 and v.number = $3`,
    values: [kind, name, number],
  });
  return rows[0] && withNumber<VersionRow>(rows[0]);
}

/** Versions of a record with a number above `after`, oldest first. */
export async function readVersions(
  pool: Pool,
  { kind, name }: RecordName,
  page: { after: number; limit: number },
): Promise<VersionSummary[]> {
  const { rows } = await pool.query<Indexed<VersionSummary>>({
    name: 'log-versions',
    text: `select v.version, v.entry, f.leaf_index as index
      from record_version v left join log_leaf f on f.journal_id = v.id
      where v.kind = $1 and v.name = $2 and v.number > $3 order by v.number limit $4`,
    values: [kind, name, page.after, page.limit],
  });
  return rows.map((row) => withNumber<VersionSummary>(row));
}
