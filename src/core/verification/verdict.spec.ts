import { describe, expect, it } from '@jest/globals';
import { offline, type Policy, standard, strict } from './policy.js';
import { type Check, type CheckName, checkNames, type Outcome, type Verdict } from './report.js';
import { verdictOf } from './verdict.js';

const passed = (check: CheckName): Check => ({ check, outcome: 'passed', code: 'intact', detail: '', asOf: '' });
const all = checkNames.map(passed);
const withOne = (check: CheckName, outcome: Outcome, code: Check['code'] = 'no-receipt') =>
  all.map((item) => (item.check === check ? { ...item, outcome, code } : item));

describe(verdictOf.name, () => {
  it('says valid when all passed or did not apply', () => {
    expect(verdictOf(all, standard)).toBe('valid');
    expect(verdictOf(withOne('holder', 'not-applicable'), strict)).toBe('valid');
  });

  it.each(checkNames)('says invalid when %s failed, indeterminate when it is open, whatever the policy', (name) => {
    for (const policy of [standard, strict]) {
      expect(verdictOf(withOne(name, 'failed', 'logged-not-anchored'), policy)).toBe('invalid');
      expect(verdictOf(withOne(name, 'indeterminate'), policy)).toBe('indeterminate');
      const mixed = withOne(name, 'failed').map((item) =>
        item.check === name ? item : { ...item, outcome: 'indeterminate' as const },
      );
      expect(verdictOf(mixed, policy)).toBe('invalid');
      expect(
        verdictOf(
          all.filter(({ check }) => check !== name),
          policy,
        ),
      ).toBe('indeterminate');
    }
  });

  it.each<[Check['code'], Policy, Verdict]>([
    ['pending-with-promise', standard, 'valid'],
    ['logged-not-anchored', standard, 'valid'],
    ['anchor-unconfirmed', standard, 'valid'],
    ['promise-overdue', standard, 'indeterminate'],
    ['anchor-overdue', standard, 'indeterminate'],
    ['anchor-unconfirmed-overdue', standard, 'indeterminate'],
    ['previous-anchor-unconfirmed', standard, 'indeterminate'],
    ['promise-wrong', standard, 'indeterminate'],
    ['receipt-malformed', standard, 'indeterminate'],
    ['trust-list-unavailable', standard, 'indeterminate'],
    ['pending-with-promise', strict, 'indeterminate'],
    ['logged-not-anchored', strict, 'indeterminate'],
    ['anchor-unconfirmed', strict, 'indeterminate'],
  ])('an open attestation with %s', (code, policy, verdict) => {
    expect(verdictOf(withOne('attestation', 'indeterminate', code), policy)).toBe(verdict);
  });

  it.each(checkNames)('asks for no anchor when offline, and bears with nothing else: %s', (name) => {
    expect(verdictOf(withOne(name, 'failed'), offline)).toBe('invalid');
    expect(verdictOf(withOne(name, 'indeterminate'), offline)).toBe(name === 'attestation' ? 'valid' : 'indeterminate');
    const missing = all.filter(({ check }) => check !== name);
    expect(verdictOf(missing, offline)).toBe('indeterminate');
  });

  it('bears with no other check under the same code', () => {
    expect(verdictOf(withOne('status', 'indeterminate', 'logged-not-anchored'), standard)).toBe('indeterminate');
  });
});
