import type { CryptoPort } from '../crypto/index.js';
import { type Report, verify, verifyCarrierAlone } from '../verification/index.js';
import type { RecordedEvidence } from './recorded-evidence.js';

/** Judges recorded evidence by its policy and as of its moment: the same record gives the same report wherever it is judged. */
export function judgeRecorded({ evidence, policy, at }: RecordedEvidence, crypto: CryptoPort): Report {
  return 'credential' in evidence
    ? verify(evidence, policy, at, crypto)
    : verifyCarrierAlone(evidence, policy, at, crypto);
}
