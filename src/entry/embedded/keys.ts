import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EcPublicJwk } from '../../core/index.js';
import { createKey, Keystore } from '../../signing/index.js';
import { type AuthoritySubject, createKeys, type KeyFiles, keyFiles } from '../keys/create-keys.js';
import { holdsContents } from './database-urls.js';
import { EmbeddedFault } from './embedded-fault.js';

export interface RunKeys {
  keystore: Keystore;
  /** Only its public half: the trust root itself is opened by the step that signs the trust list, in a process of its own. */
  trustRoot: EcPublicJwk;
  files: KeyFiles;
}

export interface KeysOfRun {
  /** Of a database that is not ours to make. */
  databaseUrl?: string;
  /** In whose name the key for carriers is certified. */
  registryName: string;
  /** Adds the key for carriers to an older folder. */
  addCarrier: (files: KeyFiles) => Promise<void>;
}

/** Opens the keys of a data folder; makes them when the folder is empty, and never beside a database that has contents. */
export async function openKeys(
  folder: string,
  authorities: readonly AuthoritySubject[],
  { databaseUrl, registryName, addCarrier }: KeysOfRun,
): Promise<RunKeys> {
  const home = join(folder, 'keys');
  const files = keyFiles(home);
  if (!existsSync(home)) {
    if (existsSync(join(folder, 'postgres', 'data'))) throw broken(home, 'missing');
    if (databaseUrl !== undefined && (await holdsContents(databaseUrl)))
      throw new EmbeddedFault(
        'data-folder-foreign',
        `The database of DATABASE_URL holds licences, and ${home} has no keys for them: set ELICENCE_DATA to the data folder that it belongs to, or DATABASE_URL to an empty database.`,
      );
    await createKeys(home, authorities, Date.now(), registryName);
  }
  const found = read(home, files);
  // A folder from before there were carriers, or verification receipts.
  const lacks = (name: string): boolean => !found.keystore.has(name);
  if (lacks('carrier')) await addCarrier(files);
  if (lacks('verification'))
    await createKey(files.registry.file, readFileSync(files.registry.passphraseFile, 'utf8'), 'verification', 'ec');
  return lacks('carrier') || lacks('verification') ? read(home, files) : found;
}

function read(home: string, files: KeyFiles): RunKeys {
  try {
    return {
      keystore: Keystore.open(files.registry.file, readFileSync(files.registry.passphraseFile, 'utf8')),
      trustRoot: JSON.parse(readFileSync(files.trustRoot, 'utf8')) as EcPublicJwk,
      files,
    };
  } catch (cause) {
    throw broken(home, 'not readable', cause);
  }
}

const broken = (home: string, how: string, cause?: unknown): EmbeddedFault =>
  new EmbeddedFault(
    'data-folder-broken',
    `The keys in ${home} are ${how}: restore them from a backup (without them the licences can't be opened), or move the data folder away to begin anew.`,
    cause,
  );
