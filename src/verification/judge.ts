import {
  type CarrierAloneEvidence,
  type CryptoPort,
  datedBy,
  type Evidence,
  inDoubt,
  type Policy,
  type Report,
  verify,
  verifyCarrierAlone,
} from '../core/index.js';
import type { Clock, DatabaseWatch } from '../platform/index.js';

/** What a report is made by, beside the evidence. */
export interface Judging {
  clock: Clock;
  crypto: CryptoPort;
  /** Without it there is one clock, and the database of today. */
  watch?: Pick<DatabaseWatch, 'clockDoubt' | 'isBehindChain'>;
}

/**
 * Has `core` judge, as of `asked` (milliseconds) or now. While the clocks of this process and of the database differ, by both:
 * what depends on which of them is right is neither passed nor failed.
 */
export function judge(
  evidence: Evidence | CarrierAloneEvidence,
  policy: Policy,
  asked: number | undefined,
  { clock, crypto, watch }: Judging,
): Report {
  const once = (given: Evidence | CarrierAloneEvidence, at: number): Report =>
    'credential' in given ? verify(given, policy, at, crypto) : verifyCarrierAlone(given, policy, at, crypto);
  const at = asked ?? clock();
  const ahead = watch?.clockDoubt();
  if (ahead === undefined) return once(evidence, at);
  return inDoubt(once(evidence, at), once(datedBy(evidence, ahead), asked ?? at + ahead));
}
