import type pg from 'pg';
import type { Matter } from '../matter.js';
import type { CarrierDefinition, NumberedCarrierDefinition } from '../type/carrier-definition.js';
import type { LicenceTypeDefinition } from '../type/definition.js';
import type { LicenceTypeRow } from '../type/licence-type.js';

/** Publishers wait for each other until their transaction ends. */
export async function lockCatalogue(client: pg.PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock(4937003)');
}

export async function latestVersion(
  client: pg.PoolClient,
  code: string,
): Promise<{ version: number; definition: LicenceTypeDefinition } | undefined> {
  const { rows } = await client.query(
    'select version, definition from licence_type_version where type_code = $1 order by version desc limit 1',
    [code],
  );
  return rows[0];
}

export async function upsertType(client: pg.PoolClient, type: LicenceTypeRow): Promise<void> {
  await client.query(
    `insert into licence_type (code, name_zh, name_en, defining_authority, published_version, fictitious)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
       defining_authority = excluded.defining_authority, published_version = excluded.published_version, fictitious = excluded.fictitious`,
    [type.code, type.name['zh-CN'], type.name.en, type.definingAuthority, type.version, type.fictitious],
  );
}

export async function insertVersion(
  client: pg.PoolClient,
  code: string,
  version: number,
  definition: LicenceTypeDefinition,
): Promise<void> {
  await client.query('insert into licence_type_version (type_code, version, definition) values ($1, $2, $3)', [
    code,
    version,
    JSON.stringify(definition),
  ]);
}

export async function latestCarrierDefinition(
  client: pg.PoolClient,
  typeCode: string,
): Promise<NumberedCarrierDefinition | undefined> {
  const { rows } = await client.query<NumberedCarrierDefinition>(
    'select number, definition from carrier_template where type_code = $1 order by number desc limit 1',
    [typeCode],
  );
  return rows[0];
}

export async function insertCarrierDefinition(
  client: pg.PoolClient,
  typeCode: string,
  number: number,
  definition: CarrierDefinition,
): Promise<void> {
  await client.query('insert into carrier_template (type_code, number, definition) values ($1, $2, $3)', [
    typeCode,
    number,
    JSON.stringify(definition),
  ]);
}

/** One right to issue; `from` and `until` are days and count. */
export interface NewRight {
  organisationId: string;
  typeCode: string;
  from: string;
  until?: string;
}

/** Gives an organisation the right to issue a type over the owner's connection, or changes the end of that right. */
export async function grantRight(ownerPool: pg.Pool, right: NewRight): Promise<void> {
  await ownerPool.query(
    `insert into right_to_issue (organisation_id, type_code, valid_from, valid_until) values ($1, $2, $3, $4)
     on conflict (organisation_id, type_code, valid_from) do update set valid_until = excluded.valid_until`,
    [right.organisationId, right.typeCode, right.from, right.until ?? null],
  );
}

export async function upsertMatter(ownerPool: pg.Pool, matter: Matter): Promise<void> {
  await ownerPool.query(
    `insert into matter (code, name_zh, name_en, version, role, legal_basis, proofs) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, version = excluded.version,
       role = excluded.role, legal_basis = excluded.legal_basis, proofs = excluded.proofs`,
    [
      matter.code,
      matter.name['zh-CN'],
      matter.name.en,
      matter.version,
      matter.role,
      matter.legalBasis,
      JSON.stringify(matter.proofs),
    ],
  );
}

/** The published definitions of these types. */
export async function readDefinitions(
  pool: pg.Pool | pg.PoolClient,
  codes: readonly string[],
): Promise<Map<string, LicenceTypeDefinition>> {
  const { rows } = await pool.query<{ code: string; definition: LicenceTypeDefinition }>(
    `select t.code, v.definition from licence_type t
     join licence_type_version v on v.type_code = t.code and v.version = t.published_version where t.code = any($1)`,
    [codes],
  );
  return new Map(rows.map((row) => [row.code, row.definition]));
}

/** What a client may see of a type under a matter. */
export interface NewGrant {
  clientId: string;
  typeCode: string;
  matterCode: string;
  fields: readonly string[];
}

/** Grants a client (type × matter × fields) over the owner's connection, or replaces the fields of that grant. */
export async function grantClient(ownerPool: pg.Pool, grant: NewGrant): Promise<void> {
  await ownerPool.query(
    `insert into client_grant (client_id, type_code, matter_code, fields) values ($1, $2, $3, $4)
     on conflict (client_id, type_code, matter_code) do update set fields = excluded.fields`,
    [grant.clientId, grant.typeCode, grant.matterCode, grant.fields],
  );
}
