import { byteaArray, dateArray, int4Array, jsonbArray, textArray, timeArray, uuidArray } from './binary-array.js';
import type { NewLicence } from './new-licence.js';

/**
 * A whole group in one statement. Every row carries its organisation and its key, and what is known is matched by both.
 * - `known` tells a key that was used before; such a row makes nothing.
 * - `made` holds the licences that went in; a taken number (or identifier, or place) leaves its row out and no other.
 * - All other rows hang on `made`, in one transaction with it.
 * Sorting before each insert that may wait gives all groups one order: overlapping ones can't deadlock.
 */
export const issueStatement = {
  name: 'registry-issue',
  text: `
with input as materialized (
  select * from unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::text[], $9::int[], $10::bytea[],
    $11::int[], $12::int[], $13::bytea[], $14::bytea[], $15::date[], $16::date[], $17::timestamptz[], $18::uuid[], $19::bytea[],
    $20::bytea[], $21::bytea[], $22::bytea[], $23::bytea[], $24::jsonb[], $25::bytea[], $26::jsonb[], $27::timestamptz[],
    $28::bytea[], $29::uuid[]
  ) with ordinality as i (
    id, organisation_id, client_id, actor, key, body_digest, identifier, type_code, type_version, number_digest,
    status_list, status_index, master_digest, code_digest, valid_from, valid_until, at, event_id, entry,
    wrapped_key, sealed_face, sealed_credential, sealed_summary, event, salt, promise, logged_by,
    sealed_note, audit_id, ordinal)
), known as materialized (
  select i.ordinal, k.operation, k.body_digest, k.result_id
  from input i cross join lateral (
    select operation, body_digest, result_id from idempotency k
    where k.actor = i.actor and k.key = i.key and k.organisation_id = i.organisation_id limit 1) k
), made as (
  insert into licence (id, organisation_id, identifier, type_code, type_version, licence_number_digest, state, status_list,
    status_index, master_digest, code_digest, valid_from, valid_until, issued_at, state_changed_at, master_event_id,
    latest_event_id, latest_entry)
  select i.id, i.organisation_id, i.identifier, i.type_code, i.type_version, i.number_digest, 'active', i.status_list,
    i.status_index, i.master_digest, i.code_digest, i.valid_from, i.valid_until, i.at, i.at, i.event_id, i.event_id, i.entry
  from input i where i.ordinal not in (select k.ordinal from known k)
  order by i.organisation_id, i.type_code, i.number_digest, i.key
  on conflict do nothing
  returning id
), fresh as materialized (
  select i.* from input i where i.id in (select m.id from made m)
), claimed as (
  insert into idempotency (actor, key, organisation_id, operation, body_digest, result_id, created_at)
  select actor, key, organisation_id, 'licence.issue', body_digest, id, at from fresh order by actor, key
), keys as (
  insert into licence_key (licence_id, organisation_id, wrapped_key)
  select id, organisation_id, wrapped_key from fresh
), contents as (
  insert into licence_content (licence_id, organisation_id, sealed_face, sealed_credential, sealed_summary)
  select id, organisation_id, sealed_face, sealed_credential, sealed_summary from fresh
), holders as (
  insert into licence_holder (holder_key, licence_id, organisation_id)
  select h.holder_key, f.id, f.organisation_id
  from unnest($30::int[], $31::bytea[]) h (ordinal, holder_key) join fresh f on f.ordinal = h.ordinal
), events as (
  insert into licence_event (id, licence_id, organisation_id, client_id, command, sealed_note, event, salt, entry, promise, created_at)
  select event_id, id, organisation_id, client_id, 'issue', sealed_note, event, salt, entry, promise, at from fresh
), journalled as (
  insert into journal (id, kind, entry, logged_by, created_at)
  select event_id, 'licence', entry, logged_by, at from fresh
), audited as (
  insert into audit (id, organisation_id, actor, action, object_id, result, at)
  select audit_id, organisation_id, actor, 'licence.issue', id, 'issued', at from fresh
)
select i.id in (select f.id from fresh f) as made, k.operation, k.body_digest, k.result_id,
  case when k.ordinal is null then exists (
    select from licence l where l.organisation_id = i.organisation_id and l.type_code = i.type_code
      and l.licence_number_digest = i.number_digest and l.state <> 'superseded') end as number_taken
from input i left join known k on k.ordinal = i.ordinal
order by i.ordinal`,
};

/** What the statement tells of one row, in the order of the group. */
export interface IssueRow {
  made: boolean;
  operation: string | null;
  body_digest: Buffer | null;
  result_id: string | null;
  /** Asked in the state from before this statement; null for a known key. */
  number_taken: boolean | null;
}

export function issueValues(group: readonly NewLicence[]): Buffer[] {
  const of = <T>(read: (item: NewLicence) => T): T[] => group.map(read);
  const holders = group.flatMap((item, i) => item.holderKeys.map((holderKey) => ({ ordinal: i + 1, holderKey })));
  return [
    uuidArray(of((l) => l.id)),
    uuidArray(of((l) => l.claim.organisationId)),
    textArray(of((l) => l.claim.clientId)),
    textArray(of((l) => l.claim.actor)),
    textArray(of((l) => l.claim.key)),
    byteaArray(of((l) => l.claim.bodyDigest)),
    textArray(of((l) => l.identifier)),
    textArray(of((l) => l.typeCode)),
    int4Array(of((l) => l.typeVersion)),
    byteaArray(of((l) => l.numberDigest)),
    int4Array(of((l) => l.place.list)),
    int4Array(of((l) => l.place.index)),
    byteaArray(of((l) => l.masterDigest)),
    byteaArray(of((l) => l.codeDigest)),
    dateArray(of((l) => l.validFrom)),
    dateArray(of((l) => l.validUntil)),
    timeArray(of((l) => l.at)),
    uuidArray(of((l) => l.eventId)),
    byteaArray(of((l) => l.entry)),
    byteaArray(of((l) => l.sealed.wrappedKey)),
    byteaArray(of((l) => l.sealed.sealedFace)),
    byteaArray(of((l) => l.sealed.sealedCredential)),
    byteaArray(of((l) => l.sealed.sealedSummary)),
    jsonbArray(of((l) => l.event)),
    byteaArray(of((l) => l.salt)),
    jsonbArray(of((l) => l.promise)),
    timeArray(of((l) => Date.parse(l.promise.loggedBy))),
    byteaArray(of((l) => l.sealedNote)),
    uuidArray(of((l) => l.auditId)),
    int4Array(holders.map(({ ordinal }) => ordinal)),
    byteaArray(holders.map(({ holderKey }) => holderKey)),
  ];
}
