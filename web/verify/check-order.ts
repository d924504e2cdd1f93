import type { Check, Report } from '../client/index.js';

const weight = { failed: 0, indeterminate: 1, passed: 2, 'not-applicable': 3 } as const;

/** The checks with what needs attention first, each group in the report's own order. */
export function byUrgency(checks: Check[]): Check[] {
  return [...checks].sort((a, b) => (weight[a.outcome] ?? 1) - (weight[b.outcome] ?? 1));
}

/** The check that decided the verdict: the first failed, else the first indeterminate; none for a valid report. */
export function decidingCheck(report: Report): Check | undefined {
  if (report.verdict === 'valid') return undefined;
  const wanted = report.verdict === 'invalid' ? 'failed' : 'indeterminate';
  return report.checks.find((check) => check.outcome === wanted) ?? byUrgency(report.checks)[0];
}
