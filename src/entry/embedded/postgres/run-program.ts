import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresPlace } from './place.js';

const execute = promisify(execFile);

/** Runs one of PostgreSQL's programs as the server's user, in an environment of its own; answers what it printed. */
export async function runProgram(place: PostgresPlace, program: 'initdb' | 'pg_ctl', args: string[]): Promise<string> {
  const { stdout } = await execute(join(place.native, 'bin', program), args, {
    ...place.user,
    cwd: place.home,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}
