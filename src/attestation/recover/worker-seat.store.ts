import type { Pool, PoolClient } from 'pg';

/** Workers hold it shared while they run, a recovery alone. */
const seat = 4937012;

export interface WorkerSeat {
  release(): Promise<void>;
}

/**
 * Tells a recovery that a worker runs, until it is released; for a pool of *worker*, of which it keeps one connection. When
 * the server ends that connection the seat is gone: the locks of the log itself still keep the two apart.
 *
 * @throws Error while a recovery runs
 */
export async function takeWorkerSeat(pool: Pool): Promise<WorkerSeat> {
  const client = await pool.connect();
  let lost = false;
  client.once('error', () => {
    lost = true;
  });
  const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock_shared(${seat}) as taken`);
  if (!rows[0]?.taken) {
    client.release();
    throw new Error('the log is being recovered: start the worker when that is done');
  }
  let held: Promise<void> | undefined;
  const giveUp = async () => {
    if (!lost) await client.query(`select pg_advisory_unlock_shared(${seat})`).catch(() => undefined);
    client.release(lost);
  };
  return { release: () => (held ??= giveUp()) };
}

/** Keeps workers, and whoever else moves the log, out until the transaction ends. @throws Error when a worker runs */
export async function lockLog(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_xact_lock(${seat}) as alone`);
  if (!rows[0]?.alone) throw new Error('a worker is running: stop it first (the API may go on serving)');
  // The locks of sequence and integrate, and of publish.
  await client.query('select pg_advisory_xact_lock(4937010), pg_advisory_xact_lock(4937011)');
}
