import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What makes history provable beyond the licences' own events: numbered versions of the registry's records, the changes
 * that the next version of a status list takes up, what witnesses signed, and the anchors of a log that was succeeded.
 * No personal data: a status change is a place in a list, a version names public records.
 */
export class KeepHistory20261125010000 implements MigrationInterface {
  name = 'KeepHistory20261125010000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [versions, statusChanges, witnesses, succession, backlog]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('history is not taken back: drop the database instead');
  }
}

const versions = `
-- Versions of trust lists, status lists, rights, keys and licence types; each is a leaf of the log (journal id = id).
create table record_version (
  id uuid primary key,
  kind text not null check (kind in ('trust-list', 'status-list', 'right-to-issue', 'key', 'licence-type', 'log')),
  name text not null,
  number int not null check (number > 0),
  -- what is hashed into the entry: { kind, name, number, previous, contentDigest, time }
  version jsonb not null,
  -- the exact text whose digest the version names
  content text not null,
  salt bytea not null,
  entry bytea not null,
  -- the version's own time: from then on it is in force
  created_at timestamptz not null,
  unique (kind, name, number)
);
create index record_version_in_force on record_version (kind, name, created_at);
grant select on record_version to elicence_service;
grant select, insert on record_version to elicence_worker;
grant insert on journal to elicence_worker;
`;

const statusChanges = `
-- Changes of state that no version of the status list has taken up yet, and by which version those before were. Written by a
-- trigger, so that no statement that changes a state can leave it out; ordered by what the version decides, not by time.
create table status_change (
  id bigint generated always as identity primary key,
  list int not null,
  status_index int not null,
  state text not null,
  changed_at timestamptz not null,
  version int
);
create index status_change_waiting on status_change (list, id) where version is null;
create function note_status_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into status_change (list, status_index, state, changed_at)
  values (new.status_list, new.status_index, new.state, new.state_changed_at);
  return null;
end $$;
revoke all on function note_status_change from public;
create trigger licence_state_changed after update of state on licence
  for each row when (old.state is distinct from new.state) execute function note_status_change();
grant select, update (version) on status_change to elicence_worker;
`;

const witnesses = `
-- Signature lines of witnesses (C2SP tlog-cosignature) under a checkpoint or under the statement of an anchor.
create table cosignature (
  subject text not null check (subject in ('checkpoint', 'anchor')),
  tree_size bigint not null,
  -- the name in the witness's verifier key
  witness text not null,
  line text not null,
  signed_at timestamptz not null,
  primary key (subject, tree_size, witness)
);
create index cosignature_newest on cosignature (witness, subject, tree_size);
grant select on cosignature to elicence_service;
grant select, insert on cosignature to elicence_worker;
`;

const succession = `
-- Final anchors of logs that this one succeeds: receipts of theirs are still judged by them.
create table former_anchor (
  log_id text not null,
  tree_size bigint not null,
  previous_size bigint not null,
  root bytea not null,
  tx_hash text not null,
  chain_id bigint not null,
  contract text not null,
  block_number bigint not null,
  block_hash text not null,
  block_time timestamptz not null,
  note text not null,
  statement text not null,
  primary key (log_id, tree_size)
);
create index former_anchor_by_size on former_anchor (tree_size);
grant select on former_anchor to elicence_service, elicence_worker;
`;

const backlog = `
/*
 * How much waits to be logged, counted up to one more than \`most\`, and since when the oldest entry is not anchored. Entry ids
 * are UUIDv7: they carry the time at which the entry was acknowledged, which sequencing does not renew.
 */
create function ledger_backlog(most int) returns table (waiting int, oldest_waiting uuid, oldest_unanchored uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select (select count(*)::int from (select 1 from journal limit most + 1) as counted),
    (select id from journal order by id limit 1),
    (select journal_id from log_leaf where leaf_index =
      (select coalesce(max(tree_size), 0) from anchor where state = 'final'))
$$;
revoke all on function ledger_backlog from public;
grant execute on function ledger_backlog to elicence_service, elicence_worker;
`;
