import { answer } from './answer.js';
import type { Check } from './report.js';

/**
 * A registry that does not know a licence which is proven to be in its own log contradicts itself: its database has lost something or
 * is of another day. That is no reason to call the licence forged, nor to believe it.
 */
export function againstLog(status: Check, attestation: Check): Check {
  if (status.code !== 'status-unknown-to-registry' || attestation.outcome !== 'passed') return status;
  return answer('status', 'indeterminate', 'status-contradicts-log', status.asOf);
}
