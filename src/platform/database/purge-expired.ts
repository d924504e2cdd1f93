import type { Pool } from 'pg';

/** Forgets what has had its time: idempotency keys after 7 days, expired OAuth rows. For a pool of *worker*; `at` in ms. */
export async function purgeExpired(pool: Pool, at: number): Promise<void> {
  await pool.query('select purge_expired($1)', [new Date(at)]);
}
