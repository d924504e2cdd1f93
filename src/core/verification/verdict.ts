import { isBearable } from './attestation/finding.js';
import type { Policy } from './policy.js';
import { type Check, checkNames, type Verdict } from './report.js';

/**
 * The verdict, by checks and policy alone: any failed check makes it *invalid*, any that could not be made, or
 * was not made, *indeterminate*. Only an open attestation may be borne with: an anchor that is provably under way for as long
 * as the policy says, and any where the policy asks for no anchor.
 */
export function verdictOf(checks: readonly Check[], policy: Policy): Verdict {
  if (checks.some(({ outcome }) => outcome === 'failed')) return 'invalid';
  if (!checkNames.every((name) => checks.some(({ check }) => check === name))) return 'indeterminate';
  const open = checks.filter(({ outcome }) => outcome === 'indeterminate');
  return open.every((check) => isBorneWith(check, policy)) ? 'valid' : 'indeterminate';
}

function isBorneWith({ check, code }: Check, policy: Policy): boolean {
  if (check !== 'attestation' || policy.anchor === 'required') return false;
  return policy.anchor === 'not-required' || (policy.attestationGrace > 0 && isBearable(code));
}
