import { toBase64url, utf8Encode } from '../bytes/index.js';
import type { CryptoPort, EcPublicJwk } from '../crypto/index.js';
import { parseCompactJws } from '../jws/index.js';
import { ok, type Result, refuse } from '../result.js';
import { isText, listOf, literal, members, textOf, wholeNumber } from '../shape/index.js';
import { instantText, parseInstant } from '../time/index.js';
import { type BitstringPurpose, decodeBitstring, minBitstringEntries, readBit } from './bitstring.js';

/** What the credential of a Bitstring Status List says; times in seconds since 1970, `ttl` in seconds. */
export interface BitstringClaims {
  /** The address that it is served at, `statusListCredential` of its entries. */
  uri: string;
  /** The identity of the registry. */
  issuer: string;
  purpose: BitstringPurpose;
  encodedList: string;
  validFrom: number;
  validUntil: number;
  ttl: number;
}

/** What is asked: the bit at `index` of the list at `uri`, at the time `at` in milliseconds, of the keys that may sign lists. */
export interface BitstringQuestion {
  uri: string;
  purpose: BitstringPurpose;
  index: number;
  keys: readonly EcPublicJwk[];
  at: number;
}

/** Why the credential of a list does not answer. */
export type BitstringRefusal =
  | 'bitstring-form'
  | 'bitstring-wrong-type'
  | 'bitstring-unknown-key'
  | 'bitstring-signature'
  | 'bitstring-of-another-list'
  | 'bitstring-not-yet-valid'
  | 'bitstring-expired'
  | 'bitstring-malformed'
  | 'bitstring-too-short'
  | 'bitstring-index-out-of-range';

const w3c = 'https://www.w3.org/ns/credentials/v2';
const limits = { maxLength: 4 * 1024 * 1024, maxDepth: 8 };
const skewMs = 10_000;
const moment = isText((text) => parseInstant(text) !== undefined);
const header = members({ alg: literal('ES256'), typ: literal('vc+jwt'), cty: literal('vc'), kid: textOf(256) });
const credential = members({
  '@context': listOf(literal(w3c), 1, 1),
  id: textOf(2100),
  type: listOf(textOf(64), 2, 2),
  issuer: textOf(2048),
  validFrom: moment,
  validUntil: moment,
  credentialSubject: members({
    id: textOf(2200),
    type: literal('BitstringStatusList'),
    statusPurpose: textOf(16),
    encodedList: textOf(limits.maxLength),
    ttl: wholeNumber(1),
  }),
});

/** What ES256 signs of the credential of a list, `vc+jwt` (Bitstring Status List §2.2; `ttl` goes out in milliseconds). */
export function assembleBitstringCredential(claims: BitstringClaims, keyId: string): string {
  const { uri, issuer, purpose, encodedList, validFrom, validUntil, ttl } = claims;
  const payload = {
    '@context': [w3c],
    id: uri,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: instantText(validFrom * 1000),
    validUntil: instantText(validUntil * 1000),
    credentialSubject: {
      id: `${uri}#list`,
      type: 'BitstringStatusList',
      statusPurpose: purpose,
      encodedList,
      ttl: ttl * 1000,
    },
  };
  return `${part({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: keyId })}.${part(payload)}`;
}

/** Reads one bit out of the credential of a list; an expired or future one, another list's or purpose's are refused. */
export function readBitstringCredential(
  text: string,
  { uri, purpose, index, keys, at }: BitstringQuestion,
  crypto: Pick<CryptoPort, 'verifyEs256'>,
): Result<boolean, BitstringRefusal> {
  const jws = parseCompactJws(text, limits);
  if (!jws.ok) return refuse('bitstring-form', jws.detail ?? jws.code);
  const { header: head, payload, signingInput, signature } = jws.value;
  if (!header(head)) return refuse('bitstring-wrong-type');
  const named = keys.filter(({ kid }) => kid === undefined || kid === head.kid);
  if (named.length === 0) return refuse('bitstring-unknown-key');
  if (!named.some((key) => crypto.verifyEs256(key, signingInput, signature))) return refuse('bitstring-signature');
  if (!credential(payload) || payload.type.join() !== 'VerifiableCredential,BitstringStatusListCredential')
    return refuse('bitstring-malformed', 'credential');
  const { statusPurpose, encodedList } = payload.credentialSubject;
  if (payload.id !== uri || statusPurpose !== purpose) return refuse('bitstring-of-another-list');
  if ((parseInstant(payload.validFrom) as number) > at + skewMs) return refuse('bitstring-not-yet-valid');
  if ((parseInstant(payload.validUntil) as number) <= at) return refuse('bitstring-expired');
  const bytes = decodeBitstring(encodedList);
  if (bytes === undefined) return refuse('bitstring-malformed', 'encodedList');
  if (bytes.length * 8 < minBitstringEntries) return refuse('bitstring-too-short');
  const bit = readBit(bytes, index);
  return bit === undefined ? refuse('bitstring-index-out-of-range') : ok(bit);
}

function part(value: object): string {
  return toBase64url(utf8Encode(JSON.stringify(value)));
}
