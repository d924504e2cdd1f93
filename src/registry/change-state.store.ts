import type { PoolClient } from 'pg';
import type { LicenceEvent, LicenceState } from '../core/index.js';
import type { StoredPromise } from './inclusion-promise.js';

/** A licence of the caller's own, locked until the transaction ends. */
export interface LockedLicence {
  id: string;
  type_code: string;
  type_version: number;
  state: LicenceState;
  status_index: number;
  master_digest: Buffer;
  latest_entry: Buffer;
  state_changed_at: Date;
  /** Null when the contents are erased. */
  wrapped_key: Buffer | null;
}

export async function lockLicence(
  client: PoolClient,
  organisationId: string,
  identifier: string,
): Promise<LockedLicence | undefined> {
  const { rows } = await client.query<LockedLicence>({
    name: 'registry-lock-licence',
    text: `select l.id, l.type_code, l.type_version, l.state, l.status_index, l.master_digest, l.latest_entry,
        l.state_changed_at, k.wrapped_key
      from licence l left join licence_key k on k.licence_id = l.id
      where l.identifier = $1 and l.organisation_id = $2 for no key update of l`,
    values: [identifier, organisationId],
  });
  return rows[0];
}

export interface NewEvent {
  id: string;
  licenceId: string;
  organisationId: string;
  clientId: string;
  reasonCode: string;
  sealedNote: Buffer | null;
  event: LicenceEvent;
  salt: Buffer;
  entry: Buffer;
  promise: StoredPromise;
  state: LicenceState;
  at: Date;
}

/** State, event and chain in the caller's transaction; the status list is published from the state. */
export async function storeEvent(client: PoolClient, e: NewEvent): Promise<void> {
  await client.query({
    name: 'registry-store-event',
    text: `with changed as (
        update licence set state = $10, state_changed_at = $11, latest_event_id = $1, latest_entry = $8
        where id = $2 and organisation_id = $3 returning id)
      insert into licence_event (id, licence_id, organisation_id, client_id, command, reason_code, sealed_note, event, salt,
        entry, promise, created_at)
      select $1, c.id, $3, $4, $5, $6, $7, $12, $13, $8, $9, $11 from changed c`,
    values: [
      e.id,
      e.licenceId,
      e.organisationId,
      e.clientId,
      e.event.command,
      e.reasonCode,
      e.sealedNote,
      e.entry,
      e.promise,
      e.state,
      e.at,
      e.event,
      e.salt,
    ],
  });
}

interface EventRow {
  event: LicenceEvent;
  salt: Buffer;
  entry: Buffer;
  promise: StoredPromise;
}

export async function readEvent(
  client: PoolClient,
  organisationId: string,
  eventId: string,
): Promise<EventRow | undefined> {
  const { rows } = await client.query<EventRow>({
    name: 'registry-read-event',
    text: 'select event, salt, entry, promise from licence_event where id = $1 and organisation_id = $2',
    values: [eventId, organisationId],
  });
  return rows[0];
}
