import type { Pool, PoolClient } from 'pg';
import { type LicenceState, statusOf } from '../core/index.js';
import { statusListSize } from './status-permutation.js';

/**
 * The values of one status list by place, for a role that may call `status_values`. Places that no licence has are 0, as
 * those of active ones: the list does not tell which places are in use.
 */
export async function readStatusValues(database: Pool | PoolClient, list: number): Promise<Uint8Array> {
  const { rows } = await database.query<{ status_index: number; state: LicenceState }>({
    name: 'registry-status-values',
    text: 'select status_index, state from status_values($1)',
    values: [list],
  });
  const values = new Uint8Array(statusListSize);
  for (const { status_index, state } of rows) values[status_index] = statusOf(state);
  return values;
}

/** The status lists that licences have places on. */
export async function readStatusLists(database: Pool | PoolClient): Promise<number[]> {
  const { rows } = await database.query<{ list: number }>({
    name: 'registry-status-lists',
    text: 'select list from status_lists()',
  });
  return rows.map((row) => row.list);
}
