import { fromBase64url } from '../bytes/index.js';
import type { CryptoPort, EcPublicJwk } from '../crypto/index.js';
import type { JsonObject, JsonValue } from '../json/index.js';
import { ok, type Result, refuse } from '../result.js';
import { shanghaiDay } from '../time/index.js';
import { type OfflineQrPortrait, readOfflineQr } from './offline-qr/index.js';
import { readPdfCarrier } from './pdf/index.js';
import { pointerStep } from './pointer.js';
import type { CarrierKind, ReadCarrier, SaidPicture } from './said.js';
import { readVcJwt, verifyVcJwt } from './vc-jwt/index.js';

/**
 * Reads a carrier of a kind: a text, or the bytes of a PDF. Strict as the reader of each form; the refusal's code is that
 * reader's. Judges nothing: whose key signed it, and whether what it says is so, are for verification. Never throws.
 */
export function readCarrier(kind: CarrierKind, content: string | Uint8Array, crypto: CryptoPort): Result<ReadCarrier> {
  if (kind === 'pdf') {
    return typeof content === 'string' ? refuse('carrier-kind', 'a PDF is bytes') : readPdfCarrier(content, crypto);
  }
  if (typeof content !== 'string') return refuse('carrier-kind', `a ${kind} is a text`);
  return kind === 'vc-jwt' ? readVc(content, crypto) : readQr(kind, content, crypto);
}

function readQr(kind: 'qr' | 'qr-photo', text: string, crypto: CryptoPort): Result<ReadCarrier> {
  const read = readOfflineQr(text, crypto);
  if (!read.ok) return read;
  const { said, kid, signingInput, signature } = read.value;
  const { identifier, masterDigest, issuanceDate, validFrom, validUntil, licenceNumber, holders, faceData } = said;
  if ((said.portrait !== undefined) !== (kind === 'qr-photo')) return refuse('carrier-kind', `this is no ${kind}`);
  const fields = new Map<string, JsonValue>([
    ['/identifier', identifier],
    ['/issuanceDate', issuanceDate],
    ['/validFrom', validFrom ?? issuanceDate],
    ['/validUntil', validUntil ?? null],
  ]);
  if (licenceNumber !== undefined) fields.set('/licenceNumber', licenceNumber);
  for (const [i, name] of holders.entries()) fields.set(`/holders/${i}/name`, name);
  for (const [name, value] of Object.entries(faceData ?? {})) fields.set(`/faceData${pointerStep(name)}`, value);
  const signedBy = (key: EcPublicJwk) => crypto.verifyEs256(key, signingInput, signature);
  const pictures = said.portrait && [pictureOf(said.portrait)];
  return ok({ kind, said: { identifier, masterDigest, fields, pictures }, signer: { kid }, signedBy });
}

function pictureOf({ field, digest }: OfflineQrPortrait): SaidPicture {
  return { pointer: `/faceData${pointerStep(field)}`, digest };
}

function readVc(text: string, crypto: CryptoPort): Result<ReadCarrier> {
  const read = readVcJwt(text);
  if (!read.ok) return read;
  const { said, identifier, masterDigest, keyId } = read.value;
  const { issuer, vct, issuanceDate, validFrom, validUntil, licenceNumber, holders, faceData, status } = said;
  const fields = new Map<string, JsonValue>([
    ['/identifier', identifier],
    ['/issuer/address', issuer],
    ['/vct', vct],
    ['/issuanceDate', issuanceDate],
    ['/validFrom', shanghaiDay(validFrom)],
    ['/validUntil', validUntil === undefined ? null : shanghaiDay(validUntil - 1)],
    ['/notBefore', validFrom],
    ['/expires', validUntil ?? null],
    ['/licenceNumber', licenceNumber ?? null],
    ['/holders', holders.map((holder): JsonObject => ({ ...holder }))],
    ['/faceData', faceData],
    ['/status', { ...status }],
  ]);
  return ok({
    kind: 'vc-jwt',
    said: { identifier, masterDigest: masterDigest as ReadCarrier['said']['masterDigest'], fields },
    // A key id that is no thumbprint names no key.
    signer: { kid: fromBase64url(keyId) ?? new Uint8Array(0) },
    signedBy: (key) => verifyVcJwt(read.value, key, crypto),
  });
}
