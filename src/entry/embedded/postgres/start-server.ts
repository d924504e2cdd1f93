import { chownSync, closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { EmbeddedFault, isNoSpace, noSpace } from '../embedded-fault.js';
import { processesIn, signal, until } from '../process-state.js';
import { brokenData, lastLine } from './cluster.js';
import type { PostgresPlace } from './place.js';
import { runProgram } from './run-program.js';
import { disownPidFile, type RunningServer, runningServer } from './server-state.js';

const orphanGraceMs = 5_000;
const orphanLimitMs = 20_000;

/** Starts a server on a complete cluster and waits until it takes connections. */
export async function startServer(
  place: PostgresPlace,
  port: number,
  settings: Record<string, string | number>,
): Promise<RunningServer> {
  const flags = [`-p ${port}`, '-c unix_socket_directories=', '-c listen_addresses=127.0.0.1'].concat(
    Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`),
  );
  const begun = performance.now();
  for (;;) {
    disownPidFile(place);
    const logged = openLog(place);
    try {
      await runProgram(place, 'pg_ctl', [
        '-D',
        place.data,
        '-w',
        '-t',
        '120',
        '-l',
        place.log,
        '-o',
        flags.join(' '),
        'start',
      ]);
      break;
    } catch (cause) {
      const said = logSince(place, logged);
      // Children of a killed server end by themselves, as soon as they look up from their work.
      const waited = performance.now() - begun;
      if (!/still in use|lock file .* already exists/.test(said) || waited > orphanLimitMs)
        throw explain(place, port, said, cause);
      if (waited > orphanGraceMs) for (const orphan of processesIn(place.data)) signal(orphan, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  return readyServer(place);
}

/** Waits until the server on this data, which another process started, takes connections. */
export async function readyServer(place: PostgresPlace): Promise<RunningServer> {
  await until(() => runningServer(place)?.ready !== false, 120_000);
  const server = runningServer(place);
  if (!server?.ready) throw new EmbeddedFault('did-not-start', `PostgreSQL does not become ready: see ${place.log}.`);
  return server;
}

function explain(place: PostgresPlace, port: number, said: string, cause: unknown): EmbeddedFault {
  const fatal = /(?:FATAL|PANIC): {2}(.*)/.exec(said)?.[1] ?? lastLine(cause);
  if (isNoSpace(said)) return noSpace(place.home, cause);
  if (/Address already in use/.test(said))
    return new EmbeddedFault(
      'port-taken',
      `Port ${port} of PostgreSQL is taken by another process: stop that process and start again.`,
      cause,
    );
  if (
    /could not (open|read|access|locate)|checkpoint record|invalid data|incompatible|corrupt|checksum|unexpected/.test(
      said,
    )
  )
    return brokenData(place, fatal, cause);
  return new EmbeddedFault('did-not-start', `PostgreSQL did not start (${fatal}): see ${place.log}.`, cause);
}

// Answers where the log ends now; a long one is put aside first.
function openLog(place: PostgresPlace): number {
  if (existsSync(place.log) && statSync(place.log).size > 16 * 1024 * 1024) renameSync(place.log, `${place.log}.1`);
  const fd = openSync(place.log, 'a', 0o600);
  try {
    if (place.user.uid !== undefined && place.user.gid !== undefined)
      chownSync(place.log, place.user.uid, place.user.gid);
    return fstatSync(fd).size;
  } finally {
    closeSync(fd);
  }
}

function logSince(place: PostgresPlace, from: number): string {
  const fd = openSync(place.log, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(fd).size - from));
    readSync(fd, bytes, 0, bytes.length, from);
    return bytes.toString('utf8');
  } finally {
    closeSync(fd);
  }
}
