import type { Pool } from 'pg';

/** Starts of the digests of masters, 16 characters of base64url each, joined in their order. */
export interface InactiveMasters {
  invalid: string;
  suspended: string;
}

/**
 * The masters that are not active and have not expired, for a role that may call `inactive_masters`; undefined when there are
 * more than `most`.
 */
export async function readInactiveMasters(pool: Pool, most: number): Promise<InactiveMasters | undefined> {
  const { rows } = await pool.query<{ digest_start: Buffer; suspended: boolean }>({
    name: 'registry-inactive-masters',
    text: 'select digest_start, suspended from inactive_masters($1)',
    values: [most + 1],
  });
  if (rows.length > most) return undefined;
  const joined = (suspended: boolean) =>
    Buffer.concat(rows.filter((row) => row.suspended === suspended).map((row) => row.digest_start));
  return { invalid: joined(false).toString('base64url'), suspended: joined(true).toString('base64url') };
}
