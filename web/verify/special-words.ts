import type { Check, Report } from '../client/index.js';

/**
 * Where a check's own words would mislead: asked by identifier and code, nothing was brought that could be unreadable,
 * and an unknown record may as well be a mistyped code.
 */
export function specialWords(check: Check, report: Report): 'no-credential' | 'record-unknown' | undefined {
  if (report.licence) return undefined;
  const brought = report.checks.some((each) => each.check === 'integrity' && each.outcome === 'failed');
  if (brought) return undefined;
  if (check.code === 'credential-unreadable') return 'no-credential';
  return check.code === 'status-unknown-to-registry' ? 'record-unknown' : undefined;
}
