import { join } from 'node:path';
import { readIfThere, replaceFile } from '../durable-file.js';
import { commandLine, isAlive } from '../process-state.js';
import type { PostgresPlace } from './place.js';

/** A server that runs on this data. */
export interface RunningServer {
  pid: number;
  port: number;
  /** whether it takes connections; it may still be recovering */
  ready: boolean;
  /** whether it was asked to end */
  stopping: boolean;
}

/** The server that runs on this data, by its own pid file. */
export function runningServer(place: PostgresPlace): RunningServer | undefined {
  const lines = readIfThere(join(place.data, 'postmaster.pid'))?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid < 1 || !isAlive(pid)) return undefined;
  // After a reboot another program may have the id. What the system does not tell counts as the server.
  const command = commandLine(pid);
  if (command && !command.includes(place.data)) return undefined;
  const state = lines[7]?.trim();
  return { pid, port: Number(lines[3]), ready: state === 'ready', stopping: state === 'stopping' };
}

/**
 * Lets a new server start where a killed one is a zombie or its id went to another program: PostgreSQL takes either for
 * a running server. Only the id in the pid file is changed, to one that no process can have. The file itself must stay:
 * it names the shared memory by which the new server sees that children of the killed one still write to the data.
 */
export function disownPidFile(place: PostgresPlace): void {
  const file = join(place.data, 'postmaster.pid');
  const text = readIfThere(file);
  if (text === undefined || runningServer(place) !== undefined) return;
  const pid = Number(text.split('\n')[0]);
  if (pid > 0 && !processExists(pid)) return;
  replaceFile(file, ['2147483646', ...text.split('\n').slice(1)].join('\n'));
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
