import type pg from 'pg';
import type { Matter, Receiver } from './matter.js';
import { type CarrierDefinition, carrierDefinition } from './type/carrier-definition.js';
import type { LicenceTypeRow } from './type/licence-type.js';

export interface RightRow {
  organisationId: string;
  typeCode: string;
  /** Days, `YYYY-MM-DD`; both count. */
  from: string;
  until: string | null;
}

export interface GrantRow {
  clientId: string;
  typeCode: string;
  matterCode: string;
  fields: string[];
}

export interface ReceiverRow extends Receiver {
  role: string;
}

/** Every version's key, with the version that is published of its type. */
export async function readVersions(pool: pg.Pool): Promise<{ code: string; version: number; published: boolean }[]> {
  const { rows } = await pool.query({
    name: 'catalogue-versions',
    text: `select t.code, v.version, v.version = t.published_version as published
      from licence_type t join licence_type_version v on v.type_code = t.code order by t.code, v.version`,
  });
  return rows;
}

export async function readType(pool: pg.Pool, code: string, version: number): Promise<LicenceTypeRow | undefined> {
  const { rows } = await pool.query({
    name: 'catalogue-type',
    text: `select t.code, v.version, jsonb_build_object('zh-CN', t.name_zh, 'en', t.name_en) as name,
        t.defining_authority as "definingAuthority", t.fictitious, v.definition
      from licence_type t join licence_type_version v on v.type_code = t.code where t.code = $1 and v.version = $2`,
    values: [code, version],
  });
  return rows[0];
}

/** The number of the carrier definition in force of each type that has one. */
export async function readCarrierNumbers(pool: pg.Pool): Promise<{ code: string; number: number }[]> {
  const { rows } = await pool.query({
    name: 'catalogue-carrier-numbers',
    text: 'select type_code as code, max(number) as number from carrier_template group by type_code',
  });
  return rows;
}

export async function readCarrierDefinition(
  pool: pg.Pool,
  code: string,
  number: number,
): Promise<CarrierDefinition | undefined> {
  const { rows } = await pool.query<{ definition: unknown }>({
    name: 'catalogue-carrier-definition',
    text: 'select definition from carrier_template where type_code = $1 and number = $2',
    values: [code, number],
  });
  // Parsed again, since a later release may know more of a template than the one that wrote it.
  return rows[0] && carrierDefinition.parse(rows[0].definition);
}

export async function readRights(pool: pg.Pool): Promise<RightRow[]> {
  const { rows } = await pool.query({
    name: 'catalogue-rights',
    text: `select organisation_id as "organisationId", type_code as "typeCode", valid_from::text as "from",
      valid_until::text as until from right_to_issue`,
  });
  return rows;
}

export async function readMatters(pool: pg.Pool): Promise<Matter[]> {
  const { rows } = await pool.query({
    name: 'catalogue-matters',
    text: `select code, jsonb_build_object('zh-CN', name_zh, 'en', name_en) as name, version, role,
      legal_basis as "legalBasis", proofs from matter order by code`,
  });
  return rows;
}

export async function readGrants(pool: pg.Pool): Promise<GrantRow[]> {
  const { rows } = await pool.query({
    name: 'catalogue-grants',
    text: `select client_id as "clientId", type_code as "typeCode", matter_code as "matterCode", fields from client_grant`,
  });
  return rows;
}

/** Organisations by the role in which they have a client. */
export async function readReceivers(pool: pg.Pool): Promise<ReceiverRow[]> {
  const { rows } = await pool.query({
    name: 'catalogue-receivers',
    text: `select distinct c.role, o.credit_code as "creditCode", jsonb_build_object('zh-CN', o.name_zh, 'en', o.name_en) as name
      from client c join organisation o on o.id = c.organisation_id where c.disabled_at is null order by o.credit_code`,
  });
  return rows;
}
