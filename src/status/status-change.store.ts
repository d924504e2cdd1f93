import type { PoolClient } from 'pg';
import { type LicenceState, statusOf } from '../core/index.js';
import { statusListSize } from '../registry/index.js';

/** A change of state that no version of the status list has taken up. */
export interface WaitingChange {
  id: string;
  index: number;
  state: LicenceState;
  changedAt: Date;
}

/** What waits, at most `limit`. Changes of one place are in the order in which they were made: its row was locked by each. */
export async function readWaitingChanges(client: PoolClient, list: number, limit: number): Promise<WaitingChange[]> {
  const { rows } = await client.query<WaitingChange>({
    name: 'status-waiting-changes',
    text: `select id, status_index as index, state, changed_at as "changedAt"
      from status_change where list = $1 and version is null order by id limit $2`,
    values: [list, limit],
  });
  return rows;
}

/** Notes by which version changes were taken up. */
export async function markTakenUp(client: PoolClient, ids: readonly string[], version: number): Promise<void> {
  const { rowCount } = await client.query({
    name: 'status-mark-taken-up',
    text: 'update status_change set version = $2 where id = any($1::bigint[]) and version is null',
    values: [ids, version],
  });
  if (rowCount !== ids.length) throw new Error('changes of status were taken up by another version');
}

/** The values of a list by place, and the ids of the changes that they hold already: both of one snapshot. */
export async function readValuesWithChanges(
  client: PoolClient,
  list: number,
): Promise<{ values: Uint8Array; ids: string[] }> {
  const { rows } = await client.query<{ ids: string[]; states: [number, LicenceState][] }>({
    name: 'status-values-with-changes',
    text: `select array(select id from status_change where list = $1 and version is null) as ids,
      (select coalesce(json_agg(json_build_array(v.status_index, v.state)), '[]') from status_values($1) v) as states`,
    values: [list],
  });
  const { ids, states } = rows[0]!;
  const values = new Uint8Array(statusListSize);
  for (const [index, state] of states) values[index] = statusOf(state);
  return { values, ids };
}
