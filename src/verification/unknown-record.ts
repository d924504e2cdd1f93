import { type Check, type CheckCode, checkNames, checkText, type Policy, type Report } from '../core/index.js';
import { rfc3339 } from '../platform/index.js';

/**
 * The report when there is no credential to judge: the registry knows no such identifier with this code (one answer for
 * both, so that nobody can find out which licences exist), or it could not be asked.
 */
export function unknownRecordReport(why: 'unknown' | 'unavailable', policy: Policy, at: number): Report {
  const asOf = rfc3339(at);
  const answer = (check: Check['check'], outcome: Check['outcome'], code: CheckCode): Check => ({
    check,
    outcome,
    code,
    detail: checkText(code, 'en').says,
    asOf,
  });
  const checks = checkNames.map((check) => {
    if (check === 'holder') return answer(check, 'not-applicable', 'holder-binding-not-used');
    if (check !== 'status') return answer(check, 'indeterminate', 'credential-unreadable');
    return why === 'unknown'
      ? answer(check, 'failed', 'status-unknown-to-registry')
      : answer(check, 'indeterminate', 'status-unavailable');
  });
  return { verdict: why === 'unknown' ? 'invalid' : 'indeterminate', checks, policy, at: asOf };
}
