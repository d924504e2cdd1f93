import type { Pool } from 'pg';

export interface ClientRecord {
  id: string;
  organisationId: string;
  creditCode: string;
  role: string;
  name: string;
  scopes: string[];
  /** SHA-256 of the secret. */
  secretDigest: Buffer | null;
  jwks: { keys: Record<string, unknown>[] } | null;
}

/** Reads a client that is not disabled. */
export async function readClient(pool: Pool, id: string): Promise<ClientRecord | undefined> {
  if (!/^[\x21-\x7e]{1,128}$/.test(id)) return undefined;
  const { rows } = await pool.query<ClientRecord>({
    name: 'access-client',
    text: `select c.id, c.organisation_id as "organisationId", o.credit_code as "creditCode", c.role, c.name, c.scopes,
        c.secret_digest as "secretDigest", c.jwks
      from client c join organisation o on o.id = c.organisation_id
      where c.id = $1 and c.disabled_at is null`,
    values: [id],
  });
  return rows[0];
}
