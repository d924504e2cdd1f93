import { instantText, parseInstant } from '../time/index.js';
import { answer } from './answer.js';
import type { Evidence } from './evidence.js';
import type { Check, Report } from './report.js';
import { verdictOf } from './verdict.js';

/** The same evidence as a gatherer would date it whose clock is ahead of this one's by so many milliseconds. */
export function datedBy<T extends Pick<Evidence, 'trust' | 'status'>>(evidence: T, ahead: number): T {
  return { ...evidence, trust: moved(evidence.trust, ahead), status: moved(evidence.status, ahead) };
}

/**
 * One report of two about the same question, each by another clock, when nobody knows which clock is right: what both answer
 * stays, every other check is *indeterminate*, and the verdict follows from that.
 */
export function inDoubt(first: Report, second: Report): Report {
  const checks = first.checks.map((check, i) => agreed(check, second.checks[i]));
  const { licence, timeBound, ...rest } = first;
  return {
    ...rest,
    verdict: verdictOf(checks, first.policy),
    checks,
    ...(timeBound && second.timeBound ? { timeBound } : {}),
    ...(licence && second.licence ? { licence } : {}),
  };
}

function agreed(check: Check, other: Check | undefined): Check {
  if (check.outcome === other?.outcome && check.code === other.code) return check;
  const { code, asOf } = check;
  return answer(check.check, 'indeterminate', 'clock-in-doubt', asOf, `${code} by one, ${other?.code} by the other`);
}

function moved<T extends { asOf?: string }>(evidence: T, ahead: number): T {
  const told = parseInstant(evidence.asOf ?? '');
  return told === undefined ? evidence : { ...evidence, asOf: instantText(told + ahead) };
}
