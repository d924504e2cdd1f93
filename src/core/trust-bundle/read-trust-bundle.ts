import { openCheckpoint, parseCheckpoint, parseNote } from '../checkpoint/index.js';
import type { CryptoPort, EcPublicJwk } from '../crypto/index.js';
import { hasHeader, parseCompactJws } from '../jws/index.js';
import { ok, type Result, refuse } from '../result.js';
import { isText, listOf, members, nullOr, textOf, wholeNumber } from '../shape/index.js';
import { openStatusToken } from '../status/index.js';
import { instantText } from '../time/index.js';
import { findLogKey, findRegistryKey, readTrustList, registryKeys, type TrustList } from '../trust/index.js';
import { readAnchorStatement } from '../verification/index.js';
import {
  type TrustBundle,
  type TrustBundlePayload,
  type TrustBundleRefusal,
  trustBundleLimits,
  trustBundleType,
} from './trust-bundle.js';

/** What a bundle is judged by. */
export interface TrustBundleContext {
  /** The trust root that the verifier pins. */
  root: EcPublicJwk;
  /** The moment of reading by the verifier's own clock, milliseconds. */
  at: number;
  /** The numbers of the newest bundle that this verifier used, and of the trust list in it. */
  seen?: { number: number; trustListNumber?: number };
}

type Read<T> = Result<T, TrustBundleRefusal>;

const limits = { maxLength: trustBundleLimits.length, maxDepth: trustBundleLimits.depth };
/** Clocks may differ by this many seconds. */
const skew = 60;
// The last second that RFC 3339 can spell.
const seconds = (value: unknown): value is number => wholeNumber(0)(value) && value < 253_402_300_800;
const anyText = isText(() => true);
const digestStarts = isText(
  (text) => text.length % 16 === 0 && text.length <= 16 * trustBundleLimits.masters && !/[^A-Za-z0-9_-]/.test(text),
);
const isPayload = members(
  {
    iss: textOf(2048),
    iat: seconds,
    exp: seconds,
    number: wholeNumber(1),
    trustList: anyText,
    statusLists: listOf(members({ uri: textOf(2048), token: anyText }), trustBundleLimits.statusLists),
    anchors: listOf(anyText, trustBundleLimits.anchors),
    checkpoint: nullOr(anyText),
  },
  { masters: members({ invalid: digestStarts, suspended: digestStarts }, {}, 'ignored') },
  'ignored',
);

/**
 * Reads a trust bundle: a compact JWS, ES256, signed by a key `status` of the trust list inside, which the pinned root signed.
 * It is refused whole when it is expired, older than one seen, or when anything inside is not the registry's own.
 */
export function readTrustBundle(
  text: string,
  { root, at, seen }: TrustBundleContext,
  crypto: CryptoPort,
): Read<TrustBundle> {
  const jws = parseCompactJws(text, limits);
  if (!jws.ok) return refuse(jws.code === 'jws-too-large' ? 'trust-bundle-too-large' : 'trust-bundle-malformed');
  const { header, payload, signingInput, signature } = jws.value;
  if (!hasHeader(header, trustBundleType, ['kid'])) return refuse('trust-bundle-wrong-type');
  const said: unknown = payload;
  if (!isPayload(said)) return refuse('trust-bundle-malformed', 'members');
  const seenNumber = seen?.trustListNumber;
  const list = readTrustList(said.trustList, root, { at, seenNumber }, crypto);
  if (!list.ok) return refuse('trust-bundle-trust-list', list.code);
  const key =
    typeof header.kid === 'string' ? findRegistryKey(list.value, 'status', header.kid, said.iat * 1000) : undefined;
  if (key === undefined) return refuse('trust-bundle-unknown-key');
  if (!crypto.verifyEs256(key, signingInput, signature)) return refuse('trust-bundle-signature');
  return judge(said, list.value, { at, seen }, crypto);
}

/**
 * The numbers by which a bundle that this verifier has kept is known to be older than another; expired or not. `undefined`
 * for what this root's registry never made.
 */
export function trustBundleIssue(
  text: string,
  root: EcPublicJwk,
  crypto: CryptoPort,
): TrustBundleContext['seen'] | undefined {
  const jws = parseCompactJws(text, limits);
  if (!jws.ok || !seconds(jws.value.payload.iat)) return undefined;
  const read = readTrustBundle(text, { root, at: jws.value.payload.iat * 1000 }, crypto);
  return read.ok ? { number: read.value.number, trustListNumber: read.value.trust.number } : undefined;
}

function judge(
  said: TrustBundlePayload,
  list: TrustList,
  { at, seen }: Omit<TrustBundleContext, 'root'>,
  crypto: CryptoPort,
): Read<TrustBundle> {
  const { iss, iat, exp, number, statusLists, masters, anchors, checkpoint } = said;
  if (iss !== list.registry.baseUrl) return refuse('trust-bundle-of-another-registry', iss);
  if (exp <= iat || exp - iat > trustBundleLimits.lifetime) return refuse('trust-bundle-malformed', 'lifetime');
  if (iat > at / 1000 + skew) return refuse('trust-bundle-not-yet-issued', `of ${spell(iat)}`);
  if (exp <= at / 1000) return refuse('trust-bundle-expired', `at ${spell(exp)}`);
  if (seen !== undefined && number < seen.number) {
    return refuse('trust-bundle-older-than-seen', `number ${number}, seen ${seen.number}`);
  }
  const fault = statusFault(said, list, crypto) ?? anchorFault(anchors) ?? checkpointFault(checkpoint, list, crypto);
  if (fault !== undefined) return fault;
  const asOf = spell(iat);
  const held = { statusLists, ...(masters && { masters }), anchors, checkpoint };
  return ok({ issuer: iss, number, asOf, expiresAt: spell(exp), trust: list, ...held });
}

/** Each token must be of its own list, signed by the registry, and good when the bundle was made. */
function statusFault({ statusLists, iat }: TrustBundlePayload, list: TrustList, crypto: CryptoPort) {
  const keys = registryKeys(list, 'status', iat * 1000);
  const seen = new Set<string>();
  for (const { uri, token } of statusLists) {
    if (seen.has(uri)) return refuse('trust-bundle-status-list', `${uri} is named twice`);
    seen.add(uri);
    const open = openStatusToken(token, { uri, keys, at: iat * 1000 }, crypto);
    if (!open.ok) return refuse('trust-bundle-status-list', `${uri}: ${open.code}`);
  }
  return undefined;
}

/** Only the form: whose words they are is judged with the licence that needs them. */
function anchorFault(anchors: readonly string[]) {
  const wrong = anchors.findIndex((statement) => {
    const note = parseNote(statement);
    return !note.ok || !readAnchorStatement(note.value.text).ok;
  });
  return wrong < 0 ? undefined : refuse('trust-bundle-anchor', `statement ${wrong}`);
}

function checkpointFault(note: string | null, list: TrustList, crypto: CryptoPort) {
  if (note === null) return undefined;
  const parsed = parseNote(note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  if (!checkpoint.ok) return refuse('trust-bundle-checkpoint', checkpoint.code);
  const key = findLogKey(list, checkpoint.value.origin, crypto);
  if (key === undefined) return refuse('trust-bundle-checkpoint', 'of a log that the trust list does not name');
  const open = openCheckpoint(note, key, crypto);
  return open.ok ? undefined : refuse('trust-bundle-checkpoint', open.code);
}

function spell(time: number): string {
  return instantText(time * 1000);
}
