import { deflateSync } from 'node:zlib';
import type { PoolClient } from 'pg';
import {
  firstStatusContent,
  type LatestVersion,
  maxStatusChanges,
  nextStatusContent,
  parseInstant,
  parseStatusContent,
  type StatusChange,
  statusOf,
  versionTime,
} from '../core/index.js';
import { appendVersions, nodeCrypto, readLatestVersions, readVersionContent } from '../platform/index.js';
import { markTakenUp, readValuesWithChanges, readWaitingChanges } from './status-change.store.js';

/**
 * Logs the next version of a status list when changes wait: the values of the version before with the changes done, so that
 * values and changes agree whatever commits meanwhile; what commits later waits for the version after. The first version
 * reads values and waiting changes in one snapshot. Under the lock of publishing; the versions are in force from `at`.
 *
 * @returns how many changes were taken up, or `undefined` when nothing waited
 */
export async function logStatusChanges(client: PoolClient, list: number, at: number): Promise<number | undefined> {
  const record = { kind: 'status-list', name: String(list) } as const;
  const [latest] = await readLatestVersions(client, [record]);
  const { content, ids } = latest ? await following(client, list, latest, at) : await beginning(client, list);
  if (content === undefined) return undefined;
  const [made] = await appendVersions(client, [{ ...record, content }], at);
  if (!made) throw new Error(`changes of status list ${list} made no new version`);
  await markTakenUp(client, ids, made.version.number);
  return ids.length;
}

interface Draft {
  content: string | undefined;
  ids: string[];
}

async function beginning(client: PoolClient, list: number): Promise<Draft> {
  const { values, ids } = await readValuesWithChanges(client, list);
  return { content: firstStatusContent(list, values, deflateSync), ids };
}

async function following(client: PoolClient, list: number, latest: LatestVersion, at: number): Promise<Draft> {
  const waiting = await readWaitingChanges(client, list, maxStatusChanges);
  if (waiting.length === 0) return { content: undefined, ids: [] };
  const kept = await readVersionContent(client, { kind: 'status-list', name: String(list) }, latest.number);
  const before = parseStatusContent(kept, nodeCrypto);
  if (!before.ok) throw new Error(`version ${latest.number} of status list ${list} can't be read`);
  const changes = waiting.map(
    ({ index, state, changedAt }): StatusChange => ({ index, value: statusOf(state), time: changedAt.getTime() }),
  );
  const span = { from: parseInstant(latest.time) as number, until: versionTime(at, latest) };
  return {
    content: nextStatusContent(before.value, changes, span, deflateSync),
    ids: waiting.map(({ id }) => id),
  };
}
