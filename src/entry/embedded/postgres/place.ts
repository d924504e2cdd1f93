import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { nativePostgres } from './native.js';
import { chooseUser, type RunAs } from './run-as.js';

/** Where a server's parts lie, every one of them within reach of the user that it runs as. */
export interface PostgresPlace {
  /** holds everything below; real path */
  home: string;
  /** the cluster; there only once it is complete */
  data: string;
  /** the server's own log */
  log: string;
  native: string;
  user: RunAs;
}

function isReachable(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

function isDangling(path: string): boolean {
  return !existsSync(path) && lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Lays out the folder of an embedded server. Started as root from a folder that other users may not enter (a root home,
 * a checkout of mode 0700), the server could not reach its own data: then the folder becomes a link to a new one under
 * `elsewhere`, and the binaries are copied there if they are out of reach too.
 */
export function placePostgres(folder: string, elsewhere = '/var/tmp'): PostgresPlace {
  mkdirSync(dirname(resolve(folder)), { recursive: true });
  if (isDangling(folder)) rmSync(folder);
  const root = process.getuid?.() === 0;
  if (root && !existsSync(folder) && !isReachable(dirname(resolve(folder)))) {
    const away = mkdtempSync(join(elsewhere, 'elicence-postgres-'));
    chmodSync(away, 0o755);
    symlinkSync(away, folder);
  }
  mkdirSync(folder, { recursive: true });
  const home = realpathSync(folder);
  const data = join(home, 'data');
  const user = chooseUser(data);
  if (user.uid !== undefined && user.gid !== undefined) chownSync(home, user.uid, user.gid);
  const native = nativePostgres();
  return { home, data, log: join(home, 'server.log'), native: root ? withinReach(native, home) : native, user };
}

function withinReach(native: string, home: string): string {
  if (isReachable(join(native, 'bin', 'postgres')) && isReachable(join(native, 'lib'))) return native;
  const copy = join(home, 'native');
  if (existsSync(copy)) return copy;
  const fresh = `${copy}.${process.pid}`;
  try {
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', fresh]);
    renameSync(fresh, copy);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return copy;
}
