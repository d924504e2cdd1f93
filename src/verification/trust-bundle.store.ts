import type { Pool, PoolClient } from 'pg';

/** The newest trust bundle as it is kept. */
export interface StoredTrustBundle {
  number: number;
  contentDigest: Buffer;
  bundle: string;
  issuedAt: Date;
  expiresAt: Date;
}

interface Row {
  number: string;
  content_digest: Buffer;
  issued_at: Date;
}

/** One publisher at a time, until the transaction ends, so that no number is given twice. */
export async function lockBundling(client: PoolClient): Promise<void> {
  await client.query({ name: 'trust-bundle-lock', text: 'select pg_advisory_xact_lock(4937023)' });
}

/** The newest bundle without its text. */
export async function readBundleHead(
  database: Pool | PoolClient,
): Promise<Omit<StoredTrustBundle, 'bundle' | 'expiresAt'> | undefined> {
  const { rows } = await database.query<Row>({
    name: 'trust-bundle-head',
    text: 'select number, content_digest, issued_at from trust_bundle',
  });
  return rows.map((row) => ({
    number: Number(row.number),
    contentDigest: row.content_digest,
    issuedAt: row.issued_at,
  }))[0];
}

export async function readBundle(pool: Pool): Promise<{ number: number; bundle: string } | undefined> {
  const { rows } = await pool.query<{ number: string; bundle: string }>({
    name: 'trust-bundle-read',
    text: 'select number, bundle from trust_bundle',
  });
  return rows.map(({ number, bundle }) => ({ number: Number(number), bundle }))[0];
}

/** Puts a bundle in the place of the one before. */
export async function storeBundle(client: PoolClient, row: StoredTrustBundle): Promise<void> {
  await client.query({
    name: 'trust-bundle-store',
    text: `insert into trust_bundle (number, content_digest, bundle, issued_at, expires_at) values ($1, $2, $3, $4, $5)
      on conflict (id) do update set number = excluded.number, content_digest = excluded.content_digest,
        bundle = excluded.bundle, issued_at = excluded.issued_at, expires_at = excluded.expires_at`,
    values: [row.number, row.contentDigest, row.bundle, row.issuedAt, row.expiresAt],
  });
}
