import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere, replaceFile } from './durable-file.js';
import { EmbeddedFault } from './embedded-fault.js';

const names = ['superuser', 'owner', 'service', 'public', 'worker'] as const;

/** The database passwords of a data folder: the superuser's and one for each role. */
export type Passwords = Readonly<Record<(typeof names)[number], string>>;

/**
 * Reads the passwords of a data folder, or makes them at random where there is no database yet. They lie in a file that
 * only its owner can read. Never made anew beside a database that exists: it would not know them.
 */
export function readPasswords(folder: string, databaseExists: boolean): Passwords {
  const file = join(folder, 'passwords.json');
  const text = readIfThere(file);
  if (text === undefined && !databaseExists) {
    const made = Object.fromEntries(names.map((name) => [name, randomBytes(24).toString('base64url')])) as Passwords;
    replaceFile(file, `${JSON.stringify(made, null, 2)}\n`, 0o600);
    return made;
  }
  const kept = parse(text);
  if (kept) return kept;
  throw new EmbeddedFault(
    'data-folder-broken',
    `The passwords of the database, ${file}, are ${text === undefined ? 'missing' : 'not readable'}: restore the file, or move the data folder away to begin anew.`,
  );
}

function parse(text: string | undefined): Passwords | undefined {
  try {
    const kept = JSON.parse(text ?? '') as Record<string, unknown> | null;
    if (names.every((name) => typeof kept?.[name] === 'string')) return kept as Passwords;
  } catch {
    // told as not readable
  }
  return undefined;
}
