import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Leases under which verifier processes hold states of licences in memory (ADR 21), and the question for what changed
 * since a snapshot. Nothing of an organisation or a person: a lease is a process, an answer names licences by their ids.
 */
export class LeaseStatus20261126020000 implements MigrationInterface {
  name = 'LeaseStatus20261126020000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [leases, changes]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('stop every process that verifies, or set STATUS_LEASE_MS=0 in each, and drop what this made');
  }
}

// Not unlogged: recovery from a crash empties such a table, while the processes that it named go on holding their leases.
const leases = `
create table status_lease (
  -- a process, by a random name
  holder uuid primary key,
  -- the newest round that was begun: committed before the changes of that round are read
  round bigint not null,
  -- the newest round whose changes are out of the holder's memory
  taken bigint not null,
  -- for how long a round is good, from before it was asked for
  holds_ms int not null check (holds_ms between 1 and 1000),
  -- for people who look; nothing is decided by it
  renewed_at timestamptz not null default clock_timestamp(),
  check (taken <= round)
) with (fillfactor = 50);
grant select, insert, update, delete on status_lease to elicence_service;
`;

const changes = `
-- Whose commit makes a change seen: ids are drawn early and may be committed late.
alter table status_change add column xid xid8;
alter table status_change alter column xid set default pg_current_xact_id();
create index status_change_by_transaction on status_change (xid) where xid is not null;
/*
 * The licences whose state changed by what this snapshot sees and \`since\` did not, at most \`most\`; null when there are more, or
 * nothing can be said (no snapshot before, or one of another cluster). One statement, so snapshot and changes are of one moment.
 */
create function status_changes_since(since pg_snapshot, most int) returns table (snapshot pg_snapshot, licences uuid[])
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select seen.snapshot,
    case when since is null or pg_snapshot_xmax(seen.snapshot) < pg_snapshot_xmin(since) or cardinality(changed.licences) > most
      then null else changed.licences end
  from (select pg_current_snapshot() as snapshot) as seen
  cross join (select array(
    select l.id from status_change c join licence l on l.status_list = c.list and l.status_index = c.status_index
    where c.xid >= pg_snapshot_xmin(since) and not pg_visible_in_snapshot(c.xid, since)
    limit most + 1) as licences) as changed
$$;
revoke all on function status_changes_since from public;
grant execute on function status_changes_since to elicence_service;
`;
