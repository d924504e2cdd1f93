import { join } from 'node:path';
import { readIfThere, replaceFile } from '../durable-file.js';
import { freePort } from '../ports.js';
import { isAlive, signal } from '../process-state.js';
import { ensureCluster } from './cluster.js';
import { placePostgres } from './place.js';
import { runningServer } from './server-state.js';
import { readyServer, startServer } from './start-server.js';
import { outlastStopping, stopServer } from './stop-server.js';

export interface PostgresOptions {
  /** where its data goes; made when it is not there */
  folder: string;
  /** of the superuser `postgres`; of use on the first start alone, the same one must be given ever after */
  password: string;
  /** for tests: gives up durability (fsync, synchronous commit) for speed */
  fast?: boolean;
  /** further server settings, by name; names and values without blanks */
  settings?: Record<string, string | number>;
  /** where to go when the server's user can't reach `folder` (default /var/tmp) */
  elsewhere?: string;
}

/** An embedded PostgreSQL that takes connections on 127.0.0.1. */
export interface EmbeddedPostgres {
  /** as superuser, to the database `postgres` */
  url: string;
  port: number;
  /** the cluster was made by this start */
  fresh: boolean;
  /** the server ran already, left by a process that was killed */
  reused: boolean;
  pid(): number;
  isAlive(): boolean;
  /** starts it again, on the same port, after it died */
  restart(): Promise<void>;
  /** fast shutdown: open transactions are rolled back, committed ones are on disk */
  stop(): Promise<void>;
  /** asks it to stop without waiting; for the last moments of a process */
  stopNow(): void;
}

const fastSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' };

/**
 * Starts the PostgreSQL that npm installed, on data in a folder, or takes over the one that runs there.
 * Throws an {@link EmbeddedFault} whose message says what to do.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const place = placePostgres(options.folder, options.elsewhere);
  const fresh = await ensureCluster(place, options.password, options.fast ?? false);
  const settings = { max_connections: 100, ...(options.fast ? fastSettings : {}), ...options.settings };
  await outlastStopping(place);
  const reused = runningServer(place) !== undefined;
  const portFile = join(place.home, 'port');
  const start = async () => startServer(place, await freePort(portOf(readIfThere(portFile))), settings);
  let server = reused ? await readyServer(place) : await start();
  const port = server.port;
  replaceFile(portFile, `${port}\n`);
  return {
    url: `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`,
    port,
    fresh,
    reused,
    pid: () => server.pid,
    isAlive: () => isAlive(server.pid),
    restart: async () => {
      await outlastStopping(place);
      server = runningServer(place) ? await readyServer(place) : await startServer(place, port, settings);
    },
    stop: () => stopServer(place),
    stopNow: () => {
      if (isAlive(server.pid)) signal(server.pid, 'SIGINT');
    },
  };
}

function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : undefined;
}
