import { parseDigest } from '../../bytes/index.js';
import type { Holder } from '../../credential/index.js';
import type { CryptoPort, EcPublicJwk } from '../../crypto/index.js';
import { parseLicenceIdentifier } from '../../identifier/index.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/index.js';
import { parseCompactJws } from '../../jws/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { isText, listOf, literal, members, oneOf, textOf } from '../../shape/index.js';
import { bitstringEntry, readBitstringEntry } from '../../status/index.js';
import { isDay, parseInstant } from '../../time/index.js';
import { licenceContextPath, w3cCredentialsContext } from './context.js';
import { registryOf } from './credential.js';

/** What a `vc+jwt` says, to be compared with the master; times in seconds since 1970. */
export interface VcSaid {
  identifier: string;
  typeCode: string;
  issuer: string;
  vct: string;
  issuanceDate: string;
  validFrom: number;
  validUntil?: number;
  licenceNumber?: string;
  holders: Holder[];
  faceData: Record<string, JsonValue>;
  status: { uri: string; index: number };
}

/** A `vc+jwt` of a licence, read; its signature is not judged yet. */
export interface VcJwt {
  kind: 'vc-jwt';
  keyId: string;
  identifier: string;
  /** `sha-256:…` of the master that it was made from. */
  masterDigest: string;
  /** The payload as signed. */
  credential: JsonObject;
  said: VcSaid;
  signingInput: Uint8Array;
  signature: Uint8Array;
}

/** Why a text is not taken as the `vc+jwt` of a licence. */
export type VcJwtRefusal = 'vc-jwt-form' | 'vc-jwt-algorithm' | 'vc-jwt-type' | 'vc-jwt-header' | 'vc-jwt-credential';

const limits = { maxLength: 256 * 1024, maxDepth: 24 };
const header = members({ alg: literal('ES256'), typ: literal('vc+jwt'), cty: literal('vc'), kid: textOf(256) });
const dateTime = isText((text) => parseInstant(text) !== undefined && text.length === 20);
const holder = members({
  holderKind: oneOf(['person', 'organisation'] as const),
  codeType: isText(/^[0-9]{3}$/),
  code: textOf(256),
  name: textOf(1024),
});
// Only the members that a licence has: `vc`, `vp` and every registered claim of JWT are refused with all others.
const credentialShape = members(
  {
    '@context': listOf(textOf(2048), 2, 2),
    id: isText(/^urn:elicence:./),
    type: listOf(textOf(64), 2, 2),
    issuer: textOf(2048),
    validFrom: dateTime,
    masterDigest: isText((text) => parseDigest(text) !== undefined),
    credentialSubject: members(
      {
        licenceType: textOf(2048),
        issuanceDate: isText(isDay),
        holders: listOf(holder, 50, 1),
        faceData: isJsonObject,
      },
      { licenceNumber: textOf(1024) },
    ),
    credentialStatus: listOf(isJsonObject, 2, 2),
  },
  { validUntil: dateTime },
);

/** Reads the `vc+jwt` of a licence: the one form that {@link assembleVcJwt} makes, within bounds; no other is taken. */
export function readVcJwt(text: string): Result<VcJwt, VcJwtRefusal> {
  const jws = parseCompactJws(text, limits);
  if (!jws.ok) return refuse('vc-jwt-form', jws.detail ?? jws.code);
  const { header: head, payload, signingInput, signature } = jws.value;
  if (head.alg !== 'ES256') return refuse('vc-jwt-algorithm', 'alg is not ES256');
  if (head.typ !== 'vc+jwt') return refuse('vc-jwt-type', 'typ is not vc+jwt');
  if (!header(head)) return refuse('vc-jwt-header', 'a parameter is missing, malformed or not allowed');
  if (signature.length !== 64) return refuse('vc-jwt-form', 'the signature has not 64 bytes');
  const said = readCredential(payload);
  if (!said.ok) return said;
  const { identifier } = said.value;
  const masterDigest = payload.masterDigest as string;
  const rest = { masterDigest, credential: payload, said: said.value, signingInput, signature };
  return ok({ kind: 'vc-jwt', keyId: head.kid, identifier, ...rest });
}

/** Whether the `vc+jwt` was signed by this key; whose key that is, the trust list tells. */
export function verifyVcJwt(read: VcJwt, key: EcPublicJwk, crypto: Pick<CryptoPort, 'verifyEs256'>): boolean {
  return crypto.verifyEs256(key, read.signingInput, read.signature);
}

function readCredential(payload: JsonObject): Result<VcSaid, 'vc-jwt-credential'> {
  const wrong = (detail: string, pointer?: string) => refuse('vc-jwt-credential', detail, pointer);
  if (!credentialShape(payload)) return wrong('a member is missing, malformed or not allowed');
  const [revocation, suspension] = payload.credentialStatus as [JsonObject, JsonObject];
  const status = readBitstringEntry(revocation, 'revocation');
  if (!status) return wrong('not an entry for revocation', '/credentialStatus/0');
  const base = registryOf(status.uri);
  const second = bitstringEntry(status.uri, 'suspension', status.index);
  const other = readBitstringEntry(suspension, 'suspension');
  if (base === undefined || other?.uri !== status.uri || other.index !== status.index)
    return wrong(`not ${second.id}`, '/credentialStatus/1');
  const [first, ours] = payload['@context'] as [string, string];
  if (first !== w3cCredentialsContext) return wrong('the first context is not that of VCDM 2.0', '/@context/0');
  if (ours !== base + licenceContextPath) return wrong('the second context is not ours', '/@context/1');
  const [type, licence] = payload.type as [string, string];
  if (type !== 'VerifiableCredential' || licence !== 'LicenceCredential') return wrong('not our types', '/type');
  const identifier = payload.id.slice('urn:elicence:'.length);
  const parsed = parseLicenceIdentifier(identifier);
  if (!parsed.ok) return wrong(parsed.code, '/id');
  const validFrom = (parseInstant(payload.validFrom) as number) / 1000;
  const validUntil = payload.validUntil === undefined ? undefined : (parseInstant(payload.validUntil) as number) / 1000;
  if (validUntil !== undefined && validUntil <= validFrom) return wrong('ends before it begins', '/validUntil');
  const { licenceType, issuanceDate, licenceNumber, holders, faceData } = payload.credentialSubject;
  return ok({
    identifier,
    typeCode: parsed.value.typeCode,
    issuer: payload.issuer,
    vct: licenceType,
    issuanceDate,
    validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(licenceNumber === undefined ? {} : { licenceNumber }),
    holders: holders.map(({ holderKind, codeType, code, name }) => ({ kind: holderKind, codeType, code, name })),
    faceData,
    status,
  });
}
