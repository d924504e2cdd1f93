import { findAuthority, findRight } from '../trust/index.js';
import { answer, lacking, unreadable } from './answer.js';
import type { Case } from './case.js';
import type { Check } from './report.js';

/** Might the authority inside the identifier issue this type at the moment of issuing? */
export function checkRightToIssue({ subject, trustThen: trust, atText }: Case): Check {
  if (!subject.ok || !subject.identifier.ok) return unreadable('right-to-issue', atText);
  if ('lacks' in trust) return lacking('right-to-issue', trust);
  const { issuerCode, typeCode } = subject.identifier.value;
  const failed = (code: 'authority-not-listed' | 'right-not-held' | 'right-not-in-period') =>
    answer('right-to-issue', 'failed', code, trust.asOf, trust.by);
  if (findAuthority(trust.list, issuerCode) === undefined) return failed('authority-not-listed');
  const right = findRight(trust.list, issuerCode, typeCode, subject.jwt.clear.iat * 1000);
  if (right === undefined) return failed('right-not-held');
  if (right === 'not-in-period') return failed('right-not-in-period');
  return answer('right-to-issue', 'passed', 'right-held', trust.asOf, trust.by);
}
