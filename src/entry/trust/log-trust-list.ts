import type { ClientBase } from 'pg';
import { type TrustList, trustRecords } from '../../core/index.js';
import { appendVersions, readLatestVersions } from '../../platform/index.js';

/**
 * Logs a trust list that is published, and of the rights, keys and certificates that it names those that changed since
 * their last version. In the publishing transaction; of a registry that was there before versions were, it logs them all.
 */
export async function logTrustList(client: ClientBase, list: TrustList, jws: string, at: number): Promise<void> {
  await appendVersions(client, trustRecords(list, jws), at);
}

/** Whether any list was logged yet. */
export async function isTrustListLogged(client: ClientBase): Promise<boolean> {
  const [latest] = await readLatestVersions(client, [{ kind: 'trust-list', name: 'trust' }]);
  return latest !== undefined;
}
