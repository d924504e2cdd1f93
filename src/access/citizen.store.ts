import type { Pool } from 'pg';
import { inTransaction, queryScoped, recordAudit } from '../platform/index.js';

export const failuresAllowed = 10;

export interface Attempt {
  id: string;
  holderKey: Buffer;
  passwordHash: string;
}

/** Blind index of a citizen; undefined when there is none (any more). */
export async function readHolderKey(pool: Pool, citizenId: string): Promise<Buffer | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(citizenId)) return undefined;
  const { rows } = await pool.query<{ holder_key: Buffer | null }>({
    name: 'access-holder-key',
    text: 'select citizen_holder_key($1) as holder_key',
    values: [citizenId],
  });
  return rows[0]?.holder_key ?? undefined;
}

/**
 * Counts an attempt before its password is looked at, so that guesses in parallel can't outrun the lock; undefined
 * when there is no such login or it is locked. `locked_until` is the end of the 15 minutes in which failures add up,
 * and from the tenth on the end of the lock.
 */
export async function countAttempt(pool: Pool, login: string, at: Date): Promise<Attempt | undefined> {
  const rows = await queryScoped<{ id: string; holder_key: Buffer; password_hash: string }>(
    pool,
    { login },
    {
      name: 'access-count-attempt',
      text: `update citizen set
          failed_logins = case when locked_until > $2 then failed_logins + 1 else 1 end,
          locked_until = case when locked_until > $2 and failed_logins + 1 < ${failuresAllowed} then locked_until
            else $2::timestamptz + interval '15 minutes' end
        where login = $1 and not (failed_logins >= ${failuresAllowed} and coalesce(locked_until > $2, false))
        returning id, holder_key, password_hash`,
    },
    [login, at],
  );
  const row = rows[0];
  return row && { id: row.id, holderKey: row.holder_key, passwordHash: row.password_hash };
}

/** Forgets the failures of a login and puts the sign-in on record. */
export async function recordSignIn(pool: Pool, login: string, attempt: Attempt, at: Date): Promise<void> {
  await inTransaction(pool, { login, holders: [attempt.holderKey.toString('hex')] }, async (client) => {
    await client.query({
      name: 'access-forget-failures',
      text: 'update citizen set failed_logins = 0, locked_until = null where login = $1',
      values: [login],
    });
    await recordAudit(client, {
      holderKey: attempt.holderKey,
      actor: `citizen:${attempt.id}`,
      action: 'sign-in',
      objectId: attempt.id,
      result: 'allowed',
      at,
    });
  });
}
