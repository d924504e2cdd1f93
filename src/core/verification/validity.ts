import { answer, unreadable } from './answer.js';
import type { Case } from './case.js';
import type { ValidityCode } from './codes.js';
import type { Check } from './report.js';

/** Clocks of issuer and verifier may differ by this many milliseconds; the licence's own dates are exact. */
const skew = 60_000;

/** Is the moment within the licence's dates? Without `nbf` a licence is valid from its issuing, without `exp` for good. */
export function checkValidity({ subject, at, atText }: Case): Check {
  if (!subject.ok) return unreadable('validity', atText);
  const { iat, nbf, exp } = subject.jwt.clear;
  const answered = (code: ValidityCode) => answer('validity', code === 'in-force' ? 'passed' : 'failed', code, atText);
  if (exp !== undefined && at >= exp * 1000) return answered('expired');
  if (at < iat * 1000 - skew) return answered('not-yet-issued');
  if (nbf !== undefined && at < nbf * 1000) return answered('not-yet-valid');
  return answered('in-force');
}
