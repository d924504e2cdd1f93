import type { CryptoPort, EcPublicJwk } from '../crypto/index.js';
import { hasHeader, parseCompactJws } from '../jws/index.js';
import { ok, type Result, refuse } from '../result.js';
import { trustIndex } from './trust-index.js';
import type { TrustList } from './trust-list.js';
import { isTrustList, trustListClash } from './trust-list-shape.js';

/** Why a trust list is not believed. */
export type TrustListRefusal =
  | 'trust-list-malformed'
  | 'trust-list-signature'
  | 'trust-list-older-than-seen'
  | 'trust-list-not-yet-issued'
  | 'trust-list-expired';

/** The moment of reading, in milliseconds, and the number of the newest list that this verifier has seen. */
export interface TrustListContext {
  at: number;
  seenNumber?: number;
}

const limits = { maxLength: 4 * 1024 * 1024, maxDepth: 8 };
/** Clocks may differ by this many milliseconds. */
const skew = 60_000;

/**
 * Reads a trust list: a compact JWS, ES256, `typ` `elicence-trust+jwt`, signed by the root that the verifier pinned in
 * its configuration. A list that is older than one seen before is refused, as are expired and contradictory ones.
 */
export function readTrustList(
  jws: string,
  root: EcPublicJwk,
  context: TrustListContext,
  crypto: CryptoPort,
): Result<TrustList, TrustListRefusal> {
  const parts = parseCompactJws(jws, limits);
  if (!parts.ok) return refuse('trust-list-malformed', parts.code);
  const { header, payload, signingInput, signature } = parts.value;
  if (!hasHeader(header, 'elicence-trust+jwt', ['kid'])) return refuse('trust-list-malformed', 'header');
  if (!crypto.verifyEs256(root, signingInput, signature)) return refuse('trust-list-signature');
  const list: unknown = payload;
  if (!isTrustList(list)) return refuse('trust-list-malformed', 'members');
  const clash = trustListClash(list);
  if (clash !== undefined) return refuse('trust-list-malformed', `${clash} is named twice`);
  if (context.seenNumber !== undefined && list.number < context.seenNumber) {
    return refuse('trust-list-older-than-seen', `number ${list.number}, seen ${context.seenNumber}`);
  }
  const period = judgeTrustPeriod(list, context.at);
  return period.ok ? ok(list) : period;
}

/** Whether a list that was read before may still be used at a moment, in milliseconds. */
export function judgeTrustPeriod(
  list: TrustList,
  at: number,
): Result<true, 'trust-list-not-yet-issued' | 'trust-list-expired'> {
  const { issuedAt, expiresAt } = trustIndex(list);
  if (issuedAt > at + skew) return refuse('trust-list-not-yet-issued', `issued at ${list.issuedAt}`);
  return at >= expiresAt ? refuse('trust-list-expired', `expired at ${list.expiresAt}`) : ok(true);
}
