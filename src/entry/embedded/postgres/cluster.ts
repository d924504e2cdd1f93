import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedFault, isNoSpace, noSpace } from '../embedded-fault.js';
import type { PostgresPlace } from './place.js';
import { runProgram } from './run-program.js';

const major = '18';

/**
 * Makes the cluster when there is none yet. It is made beside its place and renamed, so that a start that was killed
 * half way leaves no half cluster. Answers whether it is new.
 */
export async function ensureCluster(place: PostgresPlace, password: string, fast: boolean): Promise<boolean> {
  if (existsSync(place.data)) {
    requireWhole(place);
    return false;
  }
  const fresh = join(place.home, 'data.new');
  rmSync(fresh, { recursive: true, force: true });
  const passwordFile = join(place.home, '.first-password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.user.uid !== undefined && place.user.gid !== undefined)
    chownSync(passwordFile, place.user.uid, place.user.gid);
  try {
    await runProgram(place, 'initdb', [
      ...['-D', fresh, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
      // Trigrams of Chinese need an lc_ctype that knows it, whatever the provider: see "--locale=C" in the notes on the stack.
      ...['--encoding=UTF8', `--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--lc-messages=C'],
      ...(fast ? ['--no-sync'] : ['--data-checksums']),
    ]);
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    if (isNoSpace(cause)) throw noSpace(place.home, cause);
    throw new EmbeddedFault('did-not-start', `PostgreSQL could not make its data folder: ${lastLine(cause)}`, cause);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, place.data);
  return true;
}

function requireWhole(place: PostgresPlace): void {
  const versionFile = join(place.data, 'PG_VERSION');
  const found = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : undefined;
  if (found === undefined || !existsSync(join(place.data, 'global', 'pg_control')))
    throw brokenData(place, 'files of the cluster are missing');
  if (found !== major) throw brokenData(place, `it was made by PostgreSQL ${found}, and this one is ${major}`);
}

/** The fault of a cluster that can't be started from what lies on the disk. */
export function brokenData(place: PostgresPlace, why: string, cause?: unknown): EmbeddedFault {
  return new EmbeddedFault(
    'data-folder-broken',
    `The PostgreSQL data in ${place.data} can't be used (${why}): restore it from a backup, or move the data folder away to begin anew.`,
    cause,
  );
}

/** The last line with words of what a program printed. */
export function lastLine(cause: unknown): string {
  const text = cause instanceof Error ? (cause as { stderr?: string }).stderr || cause.message : String(cause);
  return text.trim().split('\n').at(-1) ?? '';
}
