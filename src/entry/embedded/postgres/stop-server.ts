import { signal, until } from '../process-state.js';
import type { PostgresPlace } from './place.js';
import { runProgram } from './run-program.js';
import { runningServer } from './server-state.js';

const limitSeconds = 5;

/** Fast shutdown: open transactions are rolled back, committed ones are on disk. On return the server is gone. */
export async function stopServer(place: PostgresPlace): Promise<void> {
  if (!runningServer(place)) return;
  const args = ['-D', place.data, '-m', 'fast', '-w', '-t', String(limitSeconds), 'stop'];
  await runProgram(place, 'pg_ctl', args).catch((cause: unknown) => endHard(place, cause));
}

/** Waits for a server that was asked to end by whoever started it, and sees to it that it does. */
export async function outlastStopping(place: PostgresPlace): Promise<void> {
  const isStopping = () => runningServer(place)?.stopping ?? false;
  if (!(await until(() => !isStopping(), limitSeconds * 1_000))) await endHard(place, 'it does not end');
}

/*
 * PostgreSQL 18 that is asked to end while it recovers from a killed child never does. Immediate shutdown loses nothing
 * that was committed: the next start recovers.
 */
async function endHard(place: PostgresPlace, cause: unknown): Promise<void> {
  for (const how of ['SIGQUIT', 'SIGKILL'] as const) {
    const server = runningServer(place);
    if (server) signal(server.pid, how);
    if (await until(() => !runningServer(place), 4_000)) return;
  }
  throw cause instanceof Error ? cause : new Error(`PostgreSQL: ${cause}`);
}
