import { fromBase64url } from '../bytes/index.js';
import type { CryptoPort, EcPublicJwk } from '../crypto/index.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/index.js';
import { hasHeader, type JwsRefusal, parseCompactJws } from '../jws/index.js';
import { ok, type Result, refuse } from '../result.js';
import { decodeStatusList, readStatus } from './list.js';
import type { StatusValue } from './value.js';

/** What is asked of a token: the status at `index` of the list at `uri`, at the time `at` in milliseconds. */
export interface StatusQuestion {
  uri: string;
  index: number;
  /** The keys that may sign status lists then; a `kid` in the token picks among those that have one. */
  keys: readonly EcPublicJwk[];
  at: number;
}

/** What a token answers; `issuedAt` and `expires` in seconds since 1970, `ttl` in seconds. */
export interface StatusAnswer {
  value: StatusValue;
  issuedAt: number;
  expires: number;
  ttl?: number;
}

/** Why a status token does not answer. */
export type StatusTokenRefusal =
  | JwsRefusal
  | 'status-token-wrong-type'
  | 'status-token-unknown-key'
  | 'status-token-signature'
  | 'status-token-malformed'
  | 'status-token-of-another-list'
  | 'status-token-not-yet-valid'
  | 'status-token-expired'
  | 'status-list-malformed'
  | 'status-index-out-of-range'
  | 'status-value-unknown';

const limits = { maxLength: 4 * 1024 * 1024, maxDepth: 8 };
/** Clocks may differ by this many seconds. */
const skew = 10;

/** Whose token it must be: the list's, signed by one of the keys, and within its period at `at`. */
export type TokenQuestion = Omit<StatusQuestion, 'index'>;

/** A token that was believed: its times, and its list as it stands in it, which is not read yet. */
export interface OpenToken {
  times: Omit<StatusAnswer, 'value'>;
  list: JsonValue | undefined;
}

/**
 * Reads one status out of a status list token (`statuslist+jwt`, ES256). An expired or future token, another list's, one
 * without `exp`, an index outside and a value that this registry does not publish are all refused.
 */
export function readStatusToken(
  text: string,
  question: StatusQuestion,
  crypto: Pick<CryptoPort, 'verifyEs256' | 'inflate'>,
): Result<StatusAnswer, StatusTokenRefusal> {
  const token = openStatusToken(text, question, crypto);
  return token.ok ? readValue(token.value.list, question.index, token.value.times, crypto) : token;
}

/** Judges a token as {@link readStatusToken} does and leaves its list packed. */
export function openStatusToken(
  token: string,
  question: TokenQuestion,
  crypto: Pick<CryptoPort, 'verifyEs256'>,
): Result<OpenToken, StatusTokenRefusal> {
  const jws = parseCompactJws(token, limits);
  if (!jws.ok) return jws;
  const { header, payload, signingInput, signature } = jws.value;
  if (!hasHeader(header, 'statuslist+jwt', ['kid'])) return refuse('status-token-wrong-type');
  const keys = question.keys.filter(({ kid }) => header.kid === undefined || kid === undefined || kid === header.kid);
  if (keys.length === 0) return refuse('status-token-unknown-key');
  if (!keys.some((key) => crypto.verifyEs256(key, signingInput, signature))) return refuse('status-token-signature');
  if (payload.sub !== question.uri) return refuse('status-token-of-another-list');
  const times = readTimes(payload);
  if (times === undefined) return refuse('status-token-malformed', 'iat, exp, nbf or ttl');
  const now = question.at / 1000;
  if (Math.max(times.issuedAt, times.notBefore) > now + skew) return refuse('status-token-not-yet-valid');
  if (times.expires <= now) return refuse('status-token-expired');
  const { notBefore: _notBefore, ...told } = times;
  return ok({ times: told, list: payload.status_list });
}

function readValue(
  claim: JsonValue | undefined,
  index: number,
  times: Omit<StatusAnswer, 'value'>,
  crypto: Pick<CryptoPort, 'inflate'>,
): Result<StatusAnswer, StatusTokenRefusal> {
  if (!isJsonObject(claim) || typeof claim.lst !== 'string') return refuse('status-token-malformed', 'status_list');
  const stream = fromBase64url(claim.lst);
  if (stream === undefined) return refuse('status-list-malformed', 'lst');
  const list = decodeStatusList(claim.bits, stream, crypto);
  if (!list.ok) return list;
  const value = readStatus(list.value, index);
  if (value === undefined) return refuse('status-index-out-of-range');
  if (value !== 0 && value !== 1 && value !== 2) return refuse('status-value-unknown', String(value));
  return ok({ value, ...times });
}

type Times = Omit<StatusAnswer, 'value'> & { notBefore: number };

/** The times of a token. The registry writes no `nbf`; who does must be heard (RFC 7519 §4.1.5). */
function readTimes({ iat, exp, ttl, nbf = iat }: JsonObject): Times | undefined {
  if (!isSeconds(iat) || !isSeconds(exp) || exp <= iat || !isSeconds(nbf)) return undefined;
  const times = { issuedAt: iat, expires: exp, notBefore: nbf };
  if (ttl === undefined) return times;
  return isSeconds(ttl) && ttl > 0 ? { ...times, ttl } : undefined;
}

function isSeconds(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
