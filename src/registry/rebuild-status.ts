import type { PoolClient } from 'pg';
import { type LicenceState, statusOf } from '../core/index.js';
import type { LicenceRow } from './rebuild-licence.js';
import { TableComparison, type TableReport } from './rebuild-table.js';
import { statusListSize } from './status-permutation.js';
import { readStatusLists, readStatusValues } from './status-values.store.js';

/** The status lists as the events make them, a byte a place. */
export class StatusValues {
  private readonly lists = new Map<number, Uint8Array>();

  note({ status_list: list, status_index: index, state }: LicenceRow): void {
    if (list === null) return;
    const values = this.of(Number(list));
    this.lists.set(Number(list), values);
    values[Number(index)] = statusOf(state as LicenceState);
  }

  of(list: number): Uint8Array {
    return this.lists.get(list) ?? new Uint8Array(statusListSize);
  }

  numbers(): number[] {
    return [...this.lists.keys()];
  }
}

const maxPlaces = 20;

/** Compares the values that are published with those that the events make, list by list. */
export async function compareStatus(client: PoolClient, made: StatusValues): Promise<TableReport> {
  const compared = new TableComparison('status values', ['values']);
  const numbers = new Set([...made.numbers(), ...(await readStatusLists(client))]);
  for (const list of [...numbers].sort((a, b) => a - b)) {
    const [live, wanted] = [await readStatusValues(client, list), made.of(list)];
    const row = (values: Uint8Array) => [list, Buffer.from(values).toString('base64')];
    compared.take(`list ${list}${placesOf(live, wanted)}`, row(live), row(wanted));
  }
  return compared.report();
}

function placesOf(live: Uint8Array, wanted: Uint8Array): string {
  const places: number[] = [];
  for (let place = 0; place < statusListSize; place++) if (live[place] !== wanted[place]) places.push(place);
  if (places.length === 0) return '';
  const more = places.length > maxPlaces ? ` and ${places.length - maxPlaces} more` : '';
  return ` at ${places.slice(0, maxPlaces).join(', ')}${more}`;
}
