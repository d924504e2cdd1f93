import type { PoolClient } from 'pg';
import type { CarrierStatement } from '../core/index.js';
import type { KeptKind } from './kinds.js';

/** A kept carrier, sealed. */
export interface CarrierRow {
  id: string;
  media_type: string;
  /** Base64: clients read it in less than half the time that hexadecimal takes. */
  sealed: string;
  digest: Buffer;
}

/** A carrier of a licence in the caller's scope. */
export async function readCarrier(
  client: PoolClient,
  licenceId: string,
  kind: KeptKind,
): Promise<CarrierRow | undefined> {
  const { rows } = await client.query<CarrierRow>({
    name: 'documents-carrier',
    text: `select id, media_type, encode(sealed_bytes, 'base64') as sealed, digest from carrier
      where licence_id = $1 and kind = $2`,
    values: [licenceId, kind],
  });
  return rows[0];
}

/** A carrier to be kept; `id` is its journal id too. */
export interface NewCarrier {
  id: string;
  licenceId: string;
  organisationId: string;
  kind: KeptKind;
  mediaType: string;
  sealedBytes: Buffer;
  digest: Buffer;
  keyId: string;
  templateNumber: number | null;
  statement: CarrierStatement;
  salt: Buffer;
  entry: Buffer;
  loggedBy: Date;
}

/**
 * Keeps a carrier and puts its entry into the journal. False when another one of its kind is kept already, or when the
 * licence was erased meanwhile: then nothing is written.
 */
export async function insertCarrier(client: PoolClient, carrier: NewCarrier): Promise<boolean> {
  const { rows } = await client.query<{ kept: boolean }>({
    name: 'documents-keep-carrier',
    text: `with kept as (
        insert into carrier (id, licence_id, organisation_id, kind, media_type, sealed_bytes, digest, key_id, template_number,
          statement, salt, entry, made_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
        where exists (select from licence_key k where k.licence_id = $2)
        on conflict (licence_id, kind) do nothing
        returning id, entry, made_at),
      journalled as (
        insert into journal (id, kind, entry, logged_by, created_at) select id, 'carrier', entry, $14, made_at from kept)
      select exists (select from kept) as kept`,
    values: [
      carrier.id,
      carrier.licenceId,
      carrier.organisationId,
      carrier.kind,
      carrier.mediaType,
      carrier.sealedBytes,
      carrier.digest,
      carrier.keyId,
      carrier.templateNumber,
      carrier.statement,
      carrier.salt,
      carrier.entry,
      new Date(carrier.statement.time),
      carrier.loggedBy,
    ],
  });
  return rows[0]!.kept;
}
