import type { Pool, PoolClient } from 'pg';

/** A published token of one list. */
export interface StoredToken {
  list: number;
  token: string;
  issuedAt: Date;
  expiresAt: Date;
}

const maxList = 2 ** 31 - 1;

/** One publisher at a time, until the transaction ends: an older reading must not replace a newer one. */
export async function lockPublishing(client: PoolClient): Promise<void> {
  await client.query({ name: 'status-lock', text: 'select pg_advisory_xact_lock(4937021)' });
}

export async function readToken(database: Pool | PoolClient, list: number): Promise<StoredToken | undefined> {
  if (list > maxList) return undefined;
  const { rows } = await database.query<StoredToken>({
    name: 'status-read-token',
    text: `select list, token, issued_at as "issuedAt", expires_at as "expiresAt" from status_token where list = $1`,
    values: [list],
  });
  return rows[0];
}

/** The newest token of every published list, in the order of their numbers. */
export async function readStatusTokens(database: Pool): Promise<Pick<StoredToken, 'list' | 'token'>[]> {
  const { rows } = await database.query<Pick<StoredToken, 'list' | 'token'>>({
    name: 'status-read-tokens',
    text: 'select list, token from status_token order by list',
  });
  return rows;
}

export async function storeToken(client: PoolClient, { list, token, issuedAt, expiresAt }: StoredToken): Promise<void> {
  await client.query({
    name: 'status-store-token',
    text: `insert into status_token (list, token, issued_at, expires_at) values ($1, $2, $3, $4)
      on conflict (list) do update set token = excluded.token, issued_at = excluded.issued_at, expires_at = excluded.expires_at`,
    values: [list, token, issuedAt, expiresAt],
  });
}
