import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Carriers of a licence beside its master: made when first asked for and kept byte for byte, sealed with the licence's
 * data key, so that erasing the key erases them too. What a type's carriers look like is data.
 */
export class MakeCarriers20261125030000 implements MigrationInterface {
  name = 'MakeCarriers20261125030000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [templates, carriers, security, publicFunctions]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('carriers that people hold are not taken back: drop the database instead');
  }
}

const templates = `
-- What a type's carriers say and how its PDF looks. Rows are never changed: the newest number is used, and a kept carrier
-- names the one that it was made from.
create table carrier_template (
  type_code text not null references licence_type,
  number int not null check (number > 0),
  definition jsonb not null,
  created_at timestamptz not null default now(),
  primary key (type_code, number)
);
grant select on carrier_template to elicence_service;
`;

const carriers = `
create table carrier (
  -- also the journal's id of its leaf
  id uuid primary key,
  licence_id uuid not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('qr', 'qr-photo', 'vc-jwt', 'pdf', 'preview')),
  media_type text not null,
  -- under the licence's data key
  sealed_bytes bytea not null,
  -- SHA-256 of the bytes
  digest bytea not null check (length(digest) = 32),
  -- the carrier key that signed it
  key_id text not null,
  -- null where the type had no definition of its own
  template_number int,
  -- what is hashed into the entry: { identifier, masterDigest, carrier, digest, time }; nothing personal
  statement jsonb not null,
  salt bytea not null,
  entry bytea not null,
  -- the statement's time
  made_at timestamptz not null,
  -- the first that is stored is the one for good
  unique (licence_id, kind)
);
`;

// As the first migration has it: evaluated once per statement.
const orgs = `(select string_to_array(current_setting('app.orgs', true), ',')::uuid[])::uuid[]`;
const holders = `(select array(select decode(h, 'hex') from unnest(string_to_array(current_setting('app.holders', true), ',')) h))::bytea[]`;
const held = `exists (
  select 1 from licence_holder h where h.licence_id = carrier.licence_id and h.holder_key = any(${holders}))`;

const security = `
alter table carrier enable row level security;
alter table carrier force row level security;
create policy own_organisation on carrier to elicence_service
  using (organisation_id = any(${orgs})) with check (
    organisation_id = any(${orgs})
    and exists (select 1 from licence l where l.id = carrier.licence_id and l.organisation_id = carrier.organisation_id));
create policy held on carrier for select to elicence_service using (${held});
-- a holder may be the first to ask for a carrier
create policy held_made on carrier for insert to elicence_service with check (
  ${held}
  and exists (select 1 from licence l where l.id = carrier.licence_id and l.organisation_id = carrier.organisation_id));
-- neither changed nor deleted: what was given out stays what it was
grant select, insert on carrier to elicence_service;
`;

const publicFunctions = `
/* Whether these very bytes were made for this licence: what a stolen carrier key signs is not on record. */
create function carrier_on_record(identifier text, digest bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select exists (
    select 1 from licence l join carrier c on c.licence_id = l.id
    where l.identifier = carrier_on_record.identifier and c.digest = carrier_on_record.digest)
$$;
/* The sealed master that a carrier names by its digest. Who asks has checked the carrier's signature before. */
create function master_by_digest(identifier text, digest bytea)
returns table (licence_id uuid, wrapped_key bytea, sealed_credential bytea)
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select l.id, k.wrapped_key, c.sealed_credential
  from licence l join licence_key k on k.licence_id = l.id join licence_content c on c.licence_id = l.id
  where l.identifier = master_by_digest.identifier and l.master_digest = master_by_digest.digest
$$;
revoke all on function carrier_on_record, master_by_digest from public;
grant execute on function carrier_on_record, master_by_digest to elicence_public;
`;
