import type { CryptoPort } from '../crypto/index.js';
import { ok, type Result } from '../result.js';
import { parseInstant } from '../time/index.js';
import { judgeTrustPeriod, readTrustList, type TrustList, type TrustListRefusal } from '../trust/index.js';
import type { TrustEvidence } from './evidence.js';
import type { Lack } from './lack.js';
import type { Policy } from './policy.js';

/** A trust list that may be used, with its age and the versions that prove a list of the past; or what is lacking. */
export type TrustInHand = { list: TrustList; asOf: string; by?: string } | Lack;

/** When the list is taken in hand, milliseconds: `now` is the later of `at`, asked for and `atText`, and when it was got. */
interface Moments {
  at: number;
  now: number;
  atText: string;
}

/**
 * Takes today's trust list in hand. Its period is judged at the later of the moment asked for and the moment it was got:
 * how it was in the past is for `takeTrustThen`. One that was got longer before the moment than the policy allows is not used.
 */
export function takeTrust(
  evidence: TrustEvidence,
  { at, now, atText }: Moments,
  { trustMaxAge }: Pick<Policy, 'trustMaxAge'>,
  crypto: CryptoPort,
): TrustInHand {
  if ('unavailable' in evidence) {
    return { lacks: 'trust-list-unavailable', detail: evidence.unavailable, asOf: evidence.asOf ?? atText };
  }
  const { asOf } = evidence;
  const list = 'list' in evidence ? inPeriod(evidence.list, now) : read(evidence, now, crypto);
  if (!list.ok) return lack(list, asOf);
  const got = parseInstant(asOf);
  if (got !== undefined && at - got <= trustMaxAge * 1000) return { list: list.value, asOf };
  return { lacks: 'trust-list-too-old', detail: got === undefined ? 'its age is not known' : `of ${asOf}`, asOf };
}

function inPeriod(list: TrustList, now: number): Result<TrustList, TrustListRefusal> {
  const period = judgeTrustPeriod(list, now);
  return period.ok ? ok(list) : period;
}

function read(
  { jws, root, seenNumber }: Extract<TrustEvidence, { jws: string }>,
  now: number,
  crypto: CryptoPort,
): Result<TrustList, TrustListRefusal> {
  return readTrustList(jws, root, { at: now, seenNumber }, crypto);
}

function lack({ code, detail }: { code: TrustListRefusal; detail?: string }, asOf: string): Lack {
  const lacks = code === 'trust-list-expired' ? 'trust-list-expired' : 'trust-list-invalid';
  return { lacks, detail: detail === undefined ? code : `${code}: ${detail}`, asOf };
}
