import type { Pool } from 'pg';

/** What a witness signed: a checkpoint or the statement of an anchor. */
export type CosignedSubject = 'checkpoint' | 'anchor';

/** The lines under the checkpoint or the statement of each of these sizes, as they stand in a note. */
export async function readCosignatures(
  pool: Pool,
  subject: CosignedSubject,
  sizes: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await pool.query<{ tree_size: string; lines: string }>({
    name: 'cosignature-lines',
    text: `select tree_size, string_agg(line || chr(10), '' order by witness) as lines from cosignature
      where subject = $1 and tree_size = any($2::bigint[]) group by tree_size`,
    values: [subject, sizes],
  });
  return new Map(rows.map((row) => [Number(row.tree_size), row.lines]));
}

/** The size of the newest checkpoint that this witness signed; 0 when it signed none. */
export async function readCosignedSize(pool: Pool, witness: string): Promise<number> {
  const { rows } = await pool.query<{ size: string }>({
    name: 'cosignature-size',
    text: `select coalesce(max(tree_size), 0) as size from cosignature where subject = 'checkpoint' and witness = $1`,
    values: [witness],
  });
  return Number(rows[0]!.size);
}

/** Statements of final anchors beyond `after` and beyond the newest that this witness signed, oldest first, at most `limit`. */
export async function readUncosigned(
  pool: Pool,
  witness: string,
  after: number,
  limit: number,
): Promise<{ treeSize: number; statement: string }[]> {
  const { rows } = await pool.query<{ tree_size: string; statement: string }>({
    name: 'cosignature-lacking',
    text: `select tree_size, statement from anchor where state = 'final' and statement is not null
        and tree_size > greatest($2::bigint, (select coalesce(max(tree_size), 0) from cosignature
          where subject = 'anchor' and witness = $1))
      order by tree_size limit $3`,
    values: [witness, after, limit],
  });
  return rows.map((row) => ({ treeSize: Number(row.tree_size), statement: row.statement }));
}

/** Keeps a line, without its newline; the first one stays. */
export async function storeCosignature(
  pool: Pool,
  row: { subject: CosignedSubject; treeSize: number; witness: string; line: string; signedAt: Date },
): Promise<void> {
  await pool.query({
    name: 'cosignature-store',
    text: `insert into cosignature (subject, tree_size, witness, line, signed_at) values ($1, $2, $3, $4, $5)
      on conflict do nothing`,
    values: [row.subject, row.treeSize, row.witness, row.line, row.signedAt],
  });
}

/** Of each witness: the newest checkpoint that it signed, and since when there is a larger one that it has not signed. */
export async function readWitnessed(
  pool: Pool,
  witnesses: readonly string[],
): Promise<{ witness: string; signedAt: Date | null; lacksSince: Date | null }[]> {
  const { rows } = await pool.query<{ witness: string; signed_at: Date | null; lacks_since: Date | null }>({
    name: 'cosignature-newest',
    text: `select q.witness, c.signed_at, (select created_at from log_checkpoint
        where tree_size > coalesce(c.tree_size, 0) order by tree_size limit 1) as lacks_since
      from unnest($1::text[]) as q (witness)
      left join lateral (select tree_size, signed_at from cosignature
        where subject = 'checkpoint' and witness = q.witness order by tree_size desc limit 1) c on true`,
    values: [witnesses],
  });
  return rows.map((row) => ({ witness: row.witness, signedAt: row.signed_at, lacksSince: row.lacks_since }));
}
