import type { CryptoPort } from '../crypto/index.js';
import { judgeTrustPeriod, readTrustList, type TrustList, type TrustListRefusal } from '../trust/index.js';
import type { TrustEvidence } from './evidence.js';
import type { Lack } from './lack.js';

/** A trust list that may be used, with its age and the versions that prove a list of the past; or what is lacking. */
export type TrustInHand = { list: TrustList; asOf: string; by?: string } | Lack;

/**
 * Takes today's trust list in hand. Its period is judged at the later of the moment asked for and the moment it was got
 * (`now`, milliseconds): how it was in the past is for `takeTrustThen`.
 */
export function takeTrust(evidence: TrustEvidence, now: number, atText: string, crypto: CryptoPort): TrustInHand {
  if ('unavailable' in evidence) {
    return { lacks: 'trust-list-unavailable', detail: evidence.unavailable, asOf: evidence.asOf ?? atText };
  }
  if ('list' in evidence) {
    const period = judgeTrustPeriod(evidence.list, now);
    return period.ok ? { list: evidence.list, asOf: evidence.asOf } : lack(period, evidence.asOf);
  }
  const list = readTrustList(evidence.jws, evidence.root, { at: now, seenNumber: evidence.seenNumber }, crypto);
  return list.ok ? { list: list.value, asOf: evidence.asOf } : lack(list, evidence.asOf);
}

function lack({ code, detail }: { code: TrustListRefusal; detail?: string }, asOf: string): Lack {
  const lacks = code === 'trust-list-expired' ? 'trust-list-expired' : 'trust-list-invalid';
  return { lacks, detail: detail === undefined ? code : `${code}: ${detail}`, asOf };
}
