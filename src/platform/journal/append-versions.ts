import { randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { canonicalJson, type MadeVersion, nextVersion, parseInstant, type VersionDraft } from '../../core/index.js';
import { nodeCrypto } from '../crypto/node-crypto.js';
import { uuidv7 } from '../ids.js';
import { maxMergeDelayMs } from './append.js';
import { insertVersions, readLatestVersions } from './version.store.js';

/**
 * Appends the next version of each record whose content is new, and its leaf, in the caller's transaction: on commit the
 * versions are certain to be logged. `at` is the moment from which they are in force, milliseconds. The caller holds a
 * lock under which nobody else makes versions of these records; without it the second one fails.
 *
 * @returns what was appended, in the order of the drafts
 */
export async function appendVersions(
  client: ClientBase,
  drafts: readonly VersionDraft[],
  at: number,
): Promise<MadeVersion[]> {
  const latest = await readLatestVersions(client, drafts);
  const made: (MadeVersion & { salt: Buffer; content: string })[] = [];
  drafts.forEach((draft, i) => {
    const salt = randomBytes(32);
    const next = nextVersion(draft, latest[i], { at, salt, crypto: nodeCrypto });
    if (next) made.push({ ...next, salt, content: draft.content });
  });
  if (made.length === 0) return [];
  const rows = made.map(({ version, entry, salt, content }) => ({
    id: uuidv7(at),
    kind: version.kind,
    name: version.name,
    number: version.number,
    version: canonicalJson({ ...version }),
    content,
    salt,
    entry: Buffer.from(entry),
    time: new Date(parseInstant(version.time) as number),
  }));
  await insertVersions(client, rows, new Date(at + maxMergeDelayMs));
  return made.map(({ version, entry }) => ({ version, entry }));
}
