import type { PoolClient } from 'pg';
import { type CarrierStatement, type CryptoPort, carrierEntry, type Digest, formatDigest } from '../core/index.js';
import { maxMergeDelayMs, randomChunk, rfc3339, seal, unseal, uuidv7 } from '../platform/index.js';
import type { CarriedLicence } from '../registry/index.js';
import { type CarrierRow, insertCarrier, readCarrier } from './carrier.store.js';
import { type KeptKind, mediaTypes } from './kinds.js';

/** A carrier as it is given out, the same bytes ever after. */
export interface KeptCarrier {
  kind: KeptKind | 'sd-jwt';
  mediaType: string;
  bytes: Buffer;
  /** SHA-256 of the bytes. */
  digest: Digest;
}

/** A carrier that was made just now. */
export interface MadeCarrier {
  kind: KeptKind;
  bytes: Buffer;
  /** The carrier key that signed it. */
  keyId: string;
  /** The carrier definition that it was made from; null for none. */
  templateNumber: number | null;
  /** ms since 1970; also stands in a PDF. */
  madeAt: number;
}

const place = (id: string) => `carrier/sealed_bytes/${id}`;

/** The kept carrier of a licence, opened; in the caller's transaction and scope. */
export async function openCarrier(
  client: PoolClient,
  { licenceId, key }: CarriedLicence,
  kind: KeptKind,
): Promise<KeptCarrier | undefined> {
  const row = await readCarrier(client, licenceId, kind);
  return row && opened(row, kind, key);
}

/**
 * Keeps a made carrier with its statement, and its entry in the journal, in the caller's transaction; gives what is kept:
 * another one when that was first. Undefined when the licence was erased meanwhile.
 */
export async function keepCarrier(
  client: PoolClient,
  licence: CarriedLicence,
  made: MadeCarrier,
  crypto: CryptoPort,
): Promise<KeptCarrier | undefined> {
  const id = uuidv7(made.madeAt);
  const digest = Buffer.from(crypto.sha256(made.bytes));
  const statement: CarrierStatement = {
    identifier: licence.identifier,
    masterDigest: licence.masterDigest,
    carrier: made.kind,
    digest: formatDigest(digest),
    time: rfc3339(made.madeAt),
  };
  const salt = randomChunk(32);
  const isFirst = await insertCarrier(client, {
    id,
    licenceId: licence.licenceId,
    organisationId: licence.organisationId,
    kind: made.kind,
    mediaType: mediaTypes[made.kind],
    sealedBytes: seal(licence.key, place(id), made.bytes),
    digest,
    keyId: made.keyId,
    templateNumber: made.templateNumber,
    statement,
    salt,
    entry: Buffer.from(carrierEntry(statement, salt, crypto)),
    loggedBy: new Date(made.madeAt + maxMergeDelayMs),
  });
  if (!isFirst) return openCarrier(client, licence, made.kind);
  return { kind: made.kind, mediaType: mediaTypes[made.kind], bytes: made.bytes, digest: statement.digest as Digest };
}

function opened(row: CarrierRow, kind: KeptKind, key: Buffer): KeptCarrier {
  const bytes = unseal(key, place(row.id), Buffer.from(row.sealed, 'base64'));
  return { kind, mediaType: row.media_type, bytes, digest: formatDigest(row.digest) };
}
