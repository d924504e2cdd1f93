import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Answers that show when a database contradicts itself or goes back in time: the state of a licence is told only when its
 * newest event led to it, each answer names the licence that it is about, and a server tells its clock, the size of its log, and
 * whether a worker found the log behind the chain.
 */
export class DoubtAnswers20261127010000 implements MigrationInterface {
  name = 'DoubtAnswers20261127010000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [position, standings, licences]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('the functions are asked by every process that verifies: stop them first and drop what this made');
  }
}

const position = `
-- Since when a worker has found that the chain holds more of this log than the database does: it was restored from a backup.
alter table chain_reading add column behind_since timestamptz;
/*
 * What a process compares with what it saw before: the clock, whether this is a standby, the newest checkpoint, and whether it
 * is behind the chain.
 */
create function log_position() returns table (told timestamptz, standby boolean, tree_size bigint, behind boolean)
language sql volatile security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select clock_timestamp(), pg_is_in_recovery(), coalesce((select max(c.tree_size) from log_checkpoint c), 0),
    exists (select from chain_reading r where r.behind_since is not null)
$$;
revoke all on function log_position from public;
grant execute on function log_position to elicence_service, elicence_public;
`;

/** The state of licence `l`, null when its newest event does not lead there. One more look-up, for what was changed alone. */
const toldState = `case when l.state = case when l.latest_event_id = l.master_event_id then 'active' else (
    select case n.command when 'suspend' then 'suspended' when 'resume' then 'active' when 'rescind' then 'rescinded'
      when 'revoke' then 'revoked' when 'cancel' then 'cancelled' when 'transfer' then 'transferred'
      when 'supersede' then 'superseded' end
    from licence_event n where n.id = l.latest_event_id and n.licence_id = l.id) end then l.state end`;

const standings = `
/* As public_states, with the licence that each answer is about. */
create function public_standings(ordinals int[], identifiers text[], master_digests bytea[])
returns table (
  ordinal int, identifier text, licence_id uuid, state text, state_changed_at timestamptz, superseded_by text, status_list int)
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select q.ordinal, l.identifier, l.id, ${toldState}, l.state_changed_at, l.superseded_by, l.status_list
  from unnest(ordinals, identifiers, master_digests) as q (ordinal, identifier, master_digest)
  join licence l on l.identifier = q.identifier and l.master_digest = q.master_digest
$$;
revoke all on function public_standings from public;
grant execute on function public_standings to elicence_public;
`;

const licences = `
/* The state as above; a licence whose first event is missing is answered without it. */
create or replace function public_licences(ordinals int[], identifiers text[], code_digests bytea[], master_digests bytea[])
returns table (
  ordinal int, licence_id uuid, organisation_id uuid, type_code text, type_version int, state text, state_changed_at timestamptz,
  superseded_by text, status_list int, status_index int, master_digest bytea, event jsonb, salt bytea, promise jsonb,
  event_at timestamptz, leaf_index bigint, wrapped_key bytea, sealed_credential text)
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select q.ordinal, found.*
  from unnest(ordinals, identifiers, code_digests, master_digests) as q (ordinal, identifier, code_digest, master_digest)
  cross join lateral (
    select l.id, l.organisation_id, l.type_code, l.type_version, ${toldState}, l.state_changed_at,
      l.superseded_by, l.status_list, l.status_index, l.master_digest, e.event, e.salt, e.promise,
      e.created_at, f.leaf_index, k.wrapped_key, encode(c.sealed_credential, 'base64')
    from licence l
    left join licence_event e on e.id = l.master_event_id
    left join log_leaf f on f.journal_id = l.master_event_id
    left join licence_key k on k.licence_id = l.id and l.code_digest = q.code_digest
    left join licence_content c on c.licence_id = l.id and l.code_digest = q.code_digest
    where l.identifier = q.identifier
      and (l.code_digest = q.code_digest or (q.code_digest is null and l.master_digest = q.master_digest))
    limit 1) as found
$$;
`;
