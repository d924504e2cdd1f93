import type { ClientBase, Pool } from 'pg';
import type { Organisation } from '../organisation.js';

/** A connection of *owner*. */
export type Owner = ClientBase | Pool;

export async function insertOrganisation(owner: Owner, organisation: Organisation): Promise<void> {
  const { id, creditCode, name, kind } = organisation;
  await owner.query('insert into organisation (id, credit_code, name_zh, name_en, kind) values ($1, $2, $3, $4, $5)', [
    id,
    creditCode,
    name['zh-CN'],
    name.en,
    kind,
  ]);
}

export interface ClientRow {
  id: string;
  organisationId: string;
  role: string;
  name: string;
  scopes: readonly string[];
  /** SHA-256 of the secret. */
  secretDigest: Buffer | null;
  /** A JWK set as JSON. */
  jwks: string | null;
}

export async function insertClient(owner: Owner, client: ClientRow): Promise<void> {
  await owner.query(
    'insert into client (id, organisation_id, role, name, scopes, secret_digest, jwks) values ($1, $2, $3, $4, $5, $6, $7)',
    [client.id, client.organisationId, client.role, client.name, client.scopes, client.secretDigest, client.jwks],
  );
}

export interface CitizenRow {
  id: string;
  holderKey: Buffer;
  login: string;
  passwordHash: string;
  wrappedKey: Buffer;
  sealedIdentity: Buffer;
}

export async function insertCitizen(owner: Owner, citizen: CitizenRow): Promise<void> {
  await owner.query(
    `insert into citizen (id, holder_key, login, password_hash, wrapped_key, sealed_identity)
      values ($1, $2, $3, $4, $5, $6)`,
    [citizen.id, citizen.holderKey, citizen.login, citizen.passwordHash, citizen.wrappedKey, citizen.sealedIdentity],
  );
}
