import { createHash } from 'node:crypto';
import type pg from 'pg';

/** Ids of organisations by credit code. */
export async function organisationIds(ownerPool: pg.Pool): Promise<Map<string, string>> {
  const { rows } = await ownerPool.query<{ code: string; id: string }>(
    'select credit_code as code, id from organisation',
  );
  return new Map(rows.map((row) => [row.code, row.id]));
}

export async function clientIds(ownerPool: pg.Pool): Promise<Set<string>> {
  const { rows } = await ownerPool.query<{ id: string }>('select id from client');
  return new Set(rows.map((row) => row.id));
}

export async function takenLogins(ownerPool: pg.Pool): Promise<Set<string>> {
  const { rows } = await ownerPool.query<{ login: string }>('select login from citizen');
  return new Set(rows.map((row) => row.login));
}

export async function countLicences(ownerPool: pg.Pool): Promise<number> {
  const { rows } = await ownerPool.query<{ n: string }>('select count(*) as n from licence');
  return Number(rows[0]!.n);
}

/** Makes the secret the client's, as a digest like any other. */
export async function setClientSecret(ownerPool: pg.Pool, clientId: string, secret: string): Promise<void> {
  await ownerPool.query('update client set secret_digest = $2 where id = $1 and secret_digest is distinct from $2', [
    clientId,
    createHash('sha256').update(secret).digest(),
  ]);
}
