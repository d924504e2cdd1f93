import type { PoolClient } from 'pg';
import type { LicenceEvent, LicenceState } from '../core/index.js';
import type { StoredPromise } from './inclusion-promise.js';

/** A licence with its sealed contents, and the leaf of the event that made it. */
export interface LicenceRow {
  id: string;
  organisation_id: string;
  identifier: string;
  type_code: string;
  type_version: number;
  state: LicenceState;
  state_changed_at: Date;
  issued_at: Date;
  valid_from: string | null;
  valid_until: string | null;
  superseded_by: string | null;
  supersedes: string | null;
  master_digest: Buffer;
  leaf_index: string | null;
  wrapped_key: Buffer | null;
  sealed_face: Buffer | null;
  sealed_credential: Buffer | null;
  sealed_summary: Buffer | null;
}

/** Columns of `LicenceRow` over licence `l`, in the caller's scope. */
export const licenceColumns = `l.id, l.organisation_id, l.identifier, l.type_code, l.type_version, l.state, l.state_changed_at,
  l.issued_at, l.valid_from::text, l.valid_until::text, l.superseded_by, l.supersedes, l.master_digest, f.leaf_index,
  k.wrapped_key, c.sealed_face, c.sealed_credential, c.sealed_summary`;
export const licenceJoins = `left join licence_key k on k.licence_id = l.id
  left join licence_content c on c.licence_id = l.id
  left join log_leaf f on f.journal_id = l.master_event_id`;

export async function readOwnLicence(
  client: PoolClient,
  organisationId: string,
  identifier: string,
): Promise<LicenceRow | undefined> {
  const { rows } = await client.query<LicenceRow>({
    name: 'registry-read-licence',
    text: `select ${licenceColumns} from licence l ${licenceJoins} where l.identifier = $1 and l.organisation_id = $2`,
    values: [identifier, organisationId],
  });
  return rows[0];
}

/** Those of the named licences that the caller's scope shows, in the order of the names. */
export async function readNamedLicences(client: PoolClient, licenceIds: readonly string[]): Promise<LicenceRow[]> {
  const { rows } = await client.query<LicenceRow>({
    name: 'registry-disclose',
    text: `select ${licenceColumns} from licence l ${licenceJoins} where l.id = any($1::uuid[])
      order by array_position($1::uuid[], l.id)`,
    values: [licenceIds],
  });
  return rows;
}

export interface EventRow {
  id: string;
  command: LicenceEvent['command'];
  reason_code: string | null;
  sealed_note: Buffer | null;
  event: LicenceEvent;
  salt: Buffer;
  entry: Buffer;
  promise: StoredPromise;
  created_at: Date;
  leaf_index: string | null;
}

const eventColumns = `e.id, e.command, e.reason_code, e.sealed_note, e.event, e.salt, e.entry, e.promise, e.created_at,
  f.leaf_index`;

/** Events of a licence, oldest first; one more than `limit`, so that a next page is told. */
export async function readEvents(
  client: PoolClient,
  licenceId: string,
  page: { after: string | null; limit: number },
): Promise<EventRow[]> {
  const { rows } = await client.query<EventRow>({
    name: 'registry-read-events',
    text: `select ${eventColumns} from licence_event e left join log_leaf f on f.journal_id = e.id
      where e.licence_id = $1 and ($2::uuid is null or e.id > $2) order by e.id limit $3 + 1`,
    values: [licenceId, page.after, page.limit],
  });
  return rows;
}

export async function readMasterEvent(
  client: PoolClient,
  organisationId: string,
  identifier: string,
): Promise<EventRow | undefined> {
  const { rows } = await client.query<EventRow>({
    name: 'registry-read-master-event',
    text: `select ${eventColumns} from licence l join licence_event e on e.id = l.master_event_id
        left join log_leaf f on f.journal_id = e.id
      where l.identifier = $1 and l.organisation_id = $2`,
    values: [identifier, organisationId],
  });
  return rows[0];
}

/** Sizes of the newest published and the newest anchored checkpoint, in the caller's transaction. */
export async function readLog(client: PoolClient): Promise<{ treeSize: number; anchoredSize: number }> {
  const { rows } = await client.query<{ tree_size: string; anchored_size: string }>({
    name: 'registry-log-state',
    text: `select coalesce((select max(tree_size) from log_checkpoint), 0) as tree_size,
      coalesce((select max(tree_size) from anchor where state = 'final'), 0) as anchored_size`,
  });
  return { treeSize: Number(rows[0]?.tree_size), anchoredSize: Number(rows[0]?.anchored_size) };
}
