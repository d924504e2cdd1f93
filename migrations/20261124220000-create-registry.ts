import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first tables. Keys are UUIDv7, so that indexes grow at their right edge. Every table with rows of an
 * organisation or a person has forced row-level security; tables without any are named in `docs/security.md` (C9).
 *
 * Personal data stands only in the `bytea` columns named sealed_* (AES-256-GCM under a data key of the row's own,
 * wrapped in licence_key or beside it) and, as keyed digests, in holder_key, licence_number_digest and code_digest.
 */
export class CreateRegistry20261124220000 implements MigrationInterface {
  name = 'CreateRegistry20261124220000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [reference, catalogue, people, licences, ledger, reuse, oauth, security, publicFunctions]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('the first migration has no way back: drop the database instead');
  }
}

const reference = `
create table organisation (
  id uuid primary key,
  credit_code text not null unique,
  name_zh text not null,
  name_en text not null,
  kind text not null check (kind in ('authority', 'relying', 'operator')),
  created_at timestamptz not null default now()
);
create table client (
  id text primary key,
  organisation_id uuid not null references organisation,
  role text not null,
  name text not null,
  -- SHA-256 of a random secret of 256 bits: no slow hash is needed for it. Only the embedded demo has any.
  secret_digest bytea,
  jwks jsonb,
  scopes text[] not null,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  check (secret_digest is not null or jwks is not null)
);
`;

const catalogue = `
create table licence_type (
  code text primary key,
  name_zh text not null,
  name_en text not null,
  defining_authority text not null,
  published_version int not null,
  fictitious boolean not null default false,
  created_at timestamptz not null default now()
);
create table licence_type_version (
  type_code text not null references licence_type,
  version int not null,
  definition jsonb not null,
  published_at timestamptz not null default now(),
  primary key (type_code, version)
);
create table right_to_issue (
  organisation_id uuid not null references organisation,
  type_code text not null references licence_type,
  valid_from date not null,
  valid_until date,
  primary key (organisation_id, type_code, valid_from)
);
create table matter (
  code text primary key,
  name_zh text not null,
  name_en text not null,
  version int not null,
  role text not null,
  legal_basis text not null,
  -- [{ code, name: { zh-CN, en }, handling, typeCodes, fields }]
  proofs jsonb not null
);
create table client_grant (
  client_id text not null references client,
  type_code text not null references licence_type,
  matter_code text not null references matter,
  fields text[] not null,
  primary key (client_id, type_code, matter_code)
);
create table trust_list (
  number int primary key,
  jws text not null,
  published_at timestamptz not null default now()
);
`;

const people = `
create table citizen (
  id uuid primary key,
  holder_key bytea not null unique,
  login text not null unique,
  password_hash text not null,
  wrapped_key bytea not null,
  -- { kind, codeType, code, name }
  sealed_identity bytea not null,
  failed_logins int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now()
);
`;

const licences = `
create sequence status_index_block;
create table licence (
  id uuid primary key,
  organisation_id uuid not null,
  identifier text not null unique,
  type_code text not null,
  type_version int not null,
  licence_number_digest bytea,
  state text not null check (state in ('active', 'suspended', 'rescinded', 'revoked', 'cancelled', 'superseded', 'transferred')),
  status_list int not null,
  status_index int not null,
  master_digest bytea not null,
  code_digest bytea not null,
  valid_from date,
  valid_until date,
  issued_at timestamptz not null,
  state_changed_at timestamptz not null,
  master_event_id uuid not null,
  latest_event_id uuid not null,
  latest_entry bytea not null,
  superseded_by text,
  supersedes text,
  unique (status_list, status_index)
);
create unique index licence_number_once on licence (organisation_id, type_code, licence_number_digest)
  where licence_number_digest is not null and state <> 'superseded';
create index licence_by_organisation on licence (organisation_id, id);
create index licence_not_active on licence (status_list) include (status_index, state) where state <> 'active';

-- The wrapped data key: deleting this row erases the contents. Backups of this table live at most 30 days.
create table licence_key (
  licence_id uuid primary key,
  organisation_id uuid not null,
  wrapped_key bytea not null
);
create table licence_content (
  licence_id uuid primary key,
  organisation_id uuid not null,
  sealed_face bytea not null,
  sealed_credential bytea not null,
  -- the small blob for lists: holders as { kind, codeType, code, name }
  sealed_summary bytea not null
);
create table licence_holder (
  holder_key bytea not null,
  licence_id uuid not null,
  organisation_id uuid not null,
  primary key (holder_key, licence_id)
);
create index licence_holder_by_licence on licence_holder (licence_id);

create table licence_event (
  id uuid primary key,
  licence_id uuid not null,
  organisation_id uuid not null,
  client_id text not null,
  command text not null,
  reason_code text,
  -- { reason, legalBasis }: free text may name a person, so it is sealed with the licence's key
  sealed_note bytea,
  event jsonb not null,
  salt bytea not null,
  entry bytea not null,
  promise jsonb not null,
  created_at timestamptz not null
);
create index licence_event_by_licence on licence_event (licence_id, id);

create table idempotency (
  actor text not null,
  key text not null,
  organisation_id uuid,
  holder_key bytea,
  operation text not null,
  -- HMAC of the body: a plain hash of a body with an ID number could be searched
  body_digest bytea not null,
  result_id uuid not null,
  created_at timestamptz not null,
  primary key (actor, key),
  check (num_nonnulls(organisation_id, holder_key) = 1)
);
create index idempotency_by_age on idempotency (created_at);

create table audit (
  id uuid primary key,
  organisation_id uuid,
  holder_key bytea,
  actor text not null,
  action text not null,
  object_id uuid,
  purpose text,
  fields text[],
  result text not null,
  at timestamptz not null
);
create index audit_by_organisation on audit (organisation_id, id);
`;

const ledger = `
-- Waiting entries. Rooms append in their own transaction; the worker drains. Nothing personal: an entry is blinded.
create table journal (
  id uuid primary key,
  kind text not null,
  entry bytea not null,
  logged_by timestamptz not null,
  created_at timestamptz not null
);
create table log_leaf (
  leaf_index bigint primary key,
  journal_id uuid not null unique,
  entry bytea not null,
  sequenced_at timestamptz not null default now()
);
create table log_tile (
  level int not null,
  tile_index bigint not null,
  width int not null,
  hashes bytea not null,
  primary key (level, tile_index, width)
);
create table log_checkpoint (
  tree_size bigint primary key,
  root bytea not null,
  note text not null,
  created_at timestamptz not null default now()
);
create table anchor (
  tree_size bigint primary key,
  previous_size bigint not null,
  root bytea not null,
  state text not null check (state in ('prepared', 'sent', 'mined', 'final')),
  nonce bigint not null,
  raw_tx bytea not null,
  tx_hash text not null,
  chain_id bigint not null,
  contract text not null,
  log_id text not null,
  block_number bigint,
  block_hash text,
  block_time timestamptz,
  -- what the log signs about this anchor once it is final (/log/anchors); the process that serves it holds no log key
  statement text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (state <> 'final' or (statement is not null and block_hash is not null))
);
create index anchor_open on anchor (tree_size) where state <> 'final';
-- When the worker last read the chain: what is known of anchors is as old as this.
create table chain_reading (
  id boolean primary key default true check (id),
  block_number bigint not null,
  read_at timestamptz not null
);
create table status_token (
  list int primary key,
  token text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null
);
`;

const reuse = `
create table presentation (
  id uuid primary key,
  code_digest bytea not null unique,
  holder_key bytea not null,
  receiver_id uuid not null references organisation,
  matter_code text not null references matter,
  licence_ids uuid[] not null,
  -- the code itself, sealed under the key-encryption key, for an idempotent repeat while it lives
  sealed_code bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz,
  spent_xid xid8
);
create index presentation_by_holder on presentation (holder_key, id);
-- the policies of the licence tables ask for the presentations of the running transaction with every row
create index presentation_by_spending on presentation (spent_xid) where spent_xid is not null;
create table use_record (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  client_id text not null,
  holder_key bytea not null,
  presentation_id uuid unique references presentation,
  way text not null check (way in ('presentation-code', 'consent', 'delegation', 'ex-officio')),
  matter_code text not null references matter,
  licence_ids uuid[] not null,
  identifiers text[] not null,
  fields text[] not null,
  used_at timestamptz not null
);
create index use_record_by_holder on use_record (holder_key, id);
create index use_record_by_organisation on use_record (organisation_id, id);
`;

const oauth = `
create table oauth_model (
  kind text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  user_code text,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (kind, id)
);
create index oauth_model_by_grant on oauth_model (grant_id) where grant_id is not null;
create index oauth_model_by_uid on oauth_model (uid) where uid is not null;
create index oauth_model_by_expiry on oauth_model (expires_at);
`;

// The sub-select makes the planner evaluate the setting once per statement instead of once per row.
const orgs = `(select string_to_array(current_setting('app.orgs', true), ',')::uuid[])::uuid[]`;
const holders = `(select array(select decode(h, 'hex') from unnest(string_to_array(current_setting('app.holders', true), ',')) h))::bytea[]`;
// A presentation spent in this very transaction opens its licences to the receiver, and nothing else does.
const presented = (licence: string): string => `exists (
  select 1 from presentation p
  where ${licence} = any(p.licence_ids) and p.spent_xid = pg_current_xact_id_if_assigned()
    and p.receiver_id = any(${orgs}))`;
const held = (licence: string): string => `exists (
  select 1 from licence_holder h where h.licence_id = ${licence} and h.holder_key = any(${holders}))`;

const tenantTables = ['licence', 'licence_key', 'licence_content', 'licence_event'];

const security = `
${[...tenantTables, 'licence_holder', 'idempotency', 'audit', 'citizen', 'presentation', 'use_record']
  .map((table) => `alter table ${table} enable row level security; alter table ${table} force row level security;`)
  .join('\n')}

-- Names matter: PostgreSQL tries a command's policies from z to a, and nearly every row is one's own organisation's.
${tenantTables
  .map((table) => {
    const id = table === 'licence' ? 'licence.id' : `${table}.licence_id`;
    return `
create policy own_organisation on ${table} to elicence_service
  using (organisation_id = any(${orgs})) with check (organisation_id = any(${orgs}));
create policy held on ${table} for select to elicence_service using (${held(id)});
create policy disclosed on ${table} for select to elicence_service using (${presented(id)});`;
  })
  .join('\n')}
create policy own_organisation on licence_holder to elicence_service
  using (organisation_id = any(${orgs})) with check (organisation_id = any(${orgs}));
create policy held on licence_holder for select to elicence_service using (holder_key = any(${holders}));

create policy own_organisation on idempotency to elicence_service
  using (organisation_id = any(${orgs})) with check (organisation_id = any(${orgs}) and holder_key is null);
create policy own_holder on idempotency to elicence_service
  using (holder_key = any(${holders})) with check (holder_key = any(${holders}) and organisation_id is null);
create policy own_organisation on audit to elicence_service
  using (organisation_id = any(${orgs})) with check (organisation_id = any(${orgs}));
create policy own_holder on audit to elicence_service
  using (holder_key = any(${holders})) with check (holder_key = any(${holders}));

create policy own_identity on citizen to elicence_service
  using (holder_key = any(${holders})) with check (holder_key = any(${holders}));
-- before the password is checked nobody is signed in: the row is named by its login alone
create policy signing_in on citizen to elicence_service
  using (login = (select current_setting('app.login', true))) with check (login = (select current_setting('app.login', true)));

create policy own_holder on presentation to elicence_service
  using (holder_key = any(${holders})) with check (holder_key = any(${holders}));
-- another receiver does not see the row: its attempt is answered as unknown and spends nothing
create policy receiver_reads on presentation for select to elicence_service using (receiver_id = any(${orgs}));
-- once spent, it may be opened again for ten minutes, for the repeat of the very request that spent it
create policy receiver_spends on presentation for update to elicence_service
  using (receiver_id = any(${orgs}) and (spent_at is null or spent_at > now() - interval '10 minutes'))
  with check (receiver_id = any(${orgs}));
create policy own_organisation on use_record to elicence_service
  using (organisation_id = any(${orgs})) with check (organisation_id = any(${orgs}));
create policy own_holder on use_record for select to elicence_service using (holder_key = any(${holders}));

revoke all on schema public from public;
grant usage on schema public to elicence_service, elicence_public, elicence_worker;
revoke all on all functions in schema public from public;
grant select on migrations to elicence_service;
grant select on organisation, client, client_grant, licence_type, licence_type_version, right_to_issue, matter, trust_list
  to elicence_service;
grant select on organisation, licence_type, licence_type_version, right_to_issue, trust_list to elicence_worker;
grant select, insert, update, delete on oauth_model to elicence_service;
grant select, insert on licence, licence_key, licence_content, licence_holder, licence_event, idempotency, audit,
  presentation, use_record to elicence_service;
grant update (state, state_changed_at, latest_event_id, latest_entry, superseded_by, code_digest) on licence to elicence_service;
grant delete on licence_key, licence_holder, idempotency to elicence_service;
grant update (spent_at, spent_xid) on presentation to elicence_service;
grant select on citizen to elicence_service;
grant update (failed_logins, locked_until) on citizen to elicence_service;
grant usage on sequence status_index_block to elicence_service;
-- the log is public and blinded: the service appends and reads, the worker drains
grant insert on journal to elicence_service;
grant select on log_leaf, log_tile, log_checkpoint, anchor, chain_reading, status_token to elicence_service;
grant select, delete on journal to elicence_worker;
grant select, insert on log_leaf, log_checkpoint to elicence_worker;
grant select, insert, delete on log_tile to elicence_worker;
grant select, insert, update, delete on anchor to elicence_worker;
grant select, insert, update on status_token, chain_reading to elicence_worker;
`;

const publicFunctions = `
/*
 * The public question. Each row of the question brings the digest of its verification code or the digest of its master;
 * only rows that match are answered, the sealed master only for a code. Nobody can list or guess through it.
 */
create function public_licences(ordinals int[], identifiers text[], code_digests bytea[], master_digests bytea[])
returns table (
  ordinal int, licence_id uuid, organisation_id uuid, type_code text, type_version int, state text, state_changed_at timestamptz,
  superseded_by text, status_list int, status_index int, master_digest bytea, event jsonb, salt bytea, promise jsonb,
  event_at timestamptz, leaf_index bigint, wrapped_key bytea,
  -- base64: clients read it in less than half the time that hexadecimal takes
  sealed_credential text)
-- The plan is kept, also the one that was made while the tables were small: so it must never read a table whole.
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select q.ordinal, found.*
  from unnest(ordinals, identifiers, code_digests, master_digests) as q (ordinal, identifier, code_digest, master_digest)
  cross join lateral (
    select l.id, l.organisation_id, l.type_code, l.type_version, l.state, l.state_changed_at,
      l.superseded_by, l.status_list, l.status_index, l.master_digest, e.event, e.salt, e.promise,
      e.created_at, f.leaf_index, k.wrapped_key, encode(c.sealed_credential, 'base64')
    from licence l
    join licence_event e on e.id = l.master_event_id
    left join log_leaf f on f.journal_id = l.master_event_id
    left join licence_key k on k.licence_id = l.id and l.code_digest = q.code_digest
    left join licence_content c on c.licence_id = l.id and l.code_digest = q.code_digest
    where l.identifier = q.identifier
      and (l.code_digest = q.code_digest or (q.code_digest is null and l.master_digest = q.master_digest))
    limit 1) as found
$$;
/* The state alone, for who brings a credential with its receipt: one look-up in one table. */
create function public_states(ordinals int[], identifiers text[], master_digests bytea[])
returns table (
  ordinal int, licence_id uuid, state text, state_changed_at timestamptz, superseded_by text, status_list int)
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select q.ordinal, l.id, l.state, l.state_changed_at, l.superseded_by, l.status_list
  from unnest(ordinals, identifiers, master_digests) as q (ordinal, identifier, master_digest)
  join licence l on l.identifier = q.identifier and l.master_digest = q.master_digest
$$;
/* What is not active on one status list; the worker publishes from it, the public role answers by index. */
create function status_values(list int)
returns table (status_index int, state text)
language sql stable security definer set search_path = public, pg_temp as $$
  select l.status_index, l.state from licence l where l.status_list = list and l.state <> 'active'
$$;
/* Status lists in use. */
create function status_lists() returns table (list int)
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive used as (
    (select status_list from licence order by status_list limit 1)
    union all
    select (select l.status_list from licence l where l.status_list > u.status_list order by l.status_list limit 1)
    from used u where u.status_list is not null)
  select status_list from used where status_list is not null
$$;
/* Whose access token it is: the blind index of the one citizen whose id the token names. */
create function citizen_holder_key(citizen_id uuid) returns bytea
language sql stable security definer set search_path = public, pg_temp as $$
  select c.holder_key from citizen c where c.id = citizen_id
$$;
revoke all on function citizen_holder_key from public;
grant execute on function citizen_holder_key to elicence_service;
/* Forgets what has had its time: idempotency keys after 7 days, expired OAuth rows. The worker calls it. */
create function purge_expired(at timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from idempotency where created_at < at - interval '7 days';
  delete from oauth_model where expires_at < at - interval '1 hour';
$$;
revoke all on function public_licences, public_states, status_values, status_lists, purge_expired from public;
grant execute on function purge_expired to elicence_worker;
grant execute on function public_licences, public_states to elicence_public;
grant execute on function status_values, status_lists to elicence_worker, elicence_public;
`;
