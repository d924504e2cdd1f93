import type { CryptoPort } from '../../crypto/index.js';
import type { JsonObject } from '../../json/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { type Guarded, isText, listOf, members, oneOf, textOf } from '../../shape/index.js';
import type { Holder } from './master-input.js';
import type { IssuerJwt, ParsedSdJwt } from './parsed-sd-jwt.js';
import { readIssuerJwt } from './read-issuer-jwt.js';
import type { DisclosureRefusal, SdJwtRefusal } from './refusals.js';
import { resolveDisclosures } from './resolve-disclosures.js';
import { type SdJwtParts, splitSdJwt } from './split-sd-jwt.js';

const holders = listOf(
  members(
    {},
    {
      kind: oneOf(['person', 'organisation'] as const),
      code_type: isText(/^\d{3}$/),
      code: textOf(128),
      name: textOf(512),
    },
  ),
  50,
);
type DisclosedHolder = Guarded<typeof holders>[number];
const licenceNumber = textOf(128);

/**
 * Reads an SD-JWT VC that is a master of this registry, or a presentation of one, strictly: canonical base64url, JSON
 * without duplicates, ES256 and `dc+sd-jwt` alone, every rule of RFC 9901 §7.1. The signature is not judged here.
 */
export function parseSdJwt(text: string, crypto: CryptoPort): Result<ParsedSdJwt, SdJwtRefusal> {
  const parts = splitSdJwt(text);
  if (!parts.ok) return parts;
  const jwt = readIssuerJwt(parts.value.jwt, crypto);
  return jwt.ok ? disclose(jwt.value, parts.value, crypto) : jwt;
}

/** The second half of {@link parseSdJwt}: what the disclosures make of a JWT that was read. */
export function disclose(
  jwt: IssuerJwt,
  parts: SdJwtParts,
  crypto: CryptoPort,
): Result<ParsedSdJwt, DisclosureRefusal> {
  const resolved = resolveDisclosures(jwt.payload, parts.disclosures, crypto);
  if (!resolved.ok) return resolved;
  const { claims, disclosures } = resolved.value;
  if (!holders(claims.holders)) return refuse('disclosed-claims', undefined, '/holders');
  if (claims.licence_number !== undefined && !licenceNumber(claims.licence_number)) {
    return refuse('disclosed-claims', undefined, '/licence_number');
  }
  // Named one by one: to spread and to take apart costs as much as all the rest of this function.
  return ok({
    jwt: jwt.jwt,
    header: jwt.header,
    payload: jwt.payload,
    clear: jwt.clear,
    signingInput: jwt.signingInput,
    signature: jwt.signature,
    masterDigest: jwt.masterDigest,
    disclosures,
    claims,
    licenceNumber: claims.licence_number,
    holders: claims.holders.map(holderOf),
    faceData: claims.face_data as JsonObject,
    keyBinding: parts.keyBinding,
    presented: parts.presented,
  });
}

function holderOf({ kind, code_type, code, name }: DisclosedHolder): Partial<Holder> {
  const holder: Partial<Holder> = {};
  if (kind !== undefined) holder.kind = kind;
  if (code_type !== undefined) holder.codeType = code_type;
  if (code !== undefined) holder.code = code;
  if (name !== undefined) holder.name = name;
  return holder;
}
