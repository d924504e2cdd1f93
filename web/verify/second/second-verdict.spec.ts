import { describe, expect, it } from '@jest/globals';
import type { Check, Outcome, Report, Verdict } from '../../client/index.js';
import { takeWorse, withoutSecond } from './second-verdict.js';

const time = '2026-11-30T10:00:00.000Z';
const names = ['integrity', 'issuer', 'right-to-issue', 'validity', 'status', 'attestation', 'holder'] as const;
const check = (name: Check['check'], outcome: Outcome, code: string, asOf = time): Check => ({
  check: name,
  outcome,
  code,
  detail: '',
  asOf,
});
/** A report in which all passes but what is given. */
function report(verdict: Verdict, ...other: Check[]): Report {
  const checks = names.map((name) => other.find((one) => one.check === name) ?? check(name, 'passed', `${name}-good`));
  return { verdict, checks, at: time };
}

describe(takeWorse.name, () => {
  it('leaves alone what both find', () => {
    const both = takeWorse(report('valid'), report('valid'));
    expect(both).toMatchObject({ report: report('valid'), worse: [], differs: [] });
    expect(Object.values(both.standings)).toEqual(names.map(() => 'twice'));
  });

  it.each(names)('is invalid when %s fails here, whatever the registry says', (name) => {
    for (const said of ['passed', 'indeterminate', 'not-applicable'] as const) {
      const failed = check(name, 'failed', 'signature-wrong');
      const judged = takeWorse(report('valid', check(name, said, 'x')), report('invalid', failed));
      expect([judged.report.verdict, judged.standings[name], judged.worse]).toEqual([
        'invalid',
        'worse-here',
        [failed],
      ]);
      expect(judged.report.checks).toContainEqual(failed);
    }
  });

  it('does not lose a failed check that the registry left out', () => {
    const silent = { ...report('valid'), checks: [] };
    const failed = check('status', 'failed', 'status-invalid');
    expect(takeWorse(silent, report('invalid', failed)).report).toMatchObject({ verdict: 'invalid', checks: [failed] });
  });

  it.each(['receipt-of-another-licence', 'checkpoint-signature-wrong', 'trust-list-invalid'])(
    'is not valid by a proof that does not hold: %s',
    (code) => {
      const judged = takeWorse(report('valid'), report('indeterminate', check('attestation', 'indeterminate', code)));
      expect([judged.report.verdict, judged.standings.attestation]).toEqual(['indeterminate', 'worse-here']);
    },
  );

  it.each([
    'no-receipt',
    'anchor-unconfirmed',
    'status-unavailable',
    'trust-list-unavailable',
    'a-code-of-a-later-build',
  ])('stays as the registry says for lack of evidence: %s', (code) => {
    const judged = takeWorse(report('valid'), report('indeterminate', check('status', 'indeterminate', code)));
    expect([judged.report.verdict, judged.standings.status]).toEqual(['valid', 'registry-alone']);
  });

  it('never makes better what the registry found', () => {
    for (const verdict of ['invalid', 'indeterminate'] as const) {
      const said = report(
        verdict,
        check('status', verdict === 'invalid' ? 'failed' : 'indeterminate', 'status-revoked'),
      );
      const judged = takeWorse(said, report('valid'));
      expect([judged.report, judged.standings.status]).toEqual([said, 'registry-alone']);
    }
  });

  it('takes a suspension that may have ended for a contradiction, and a later one for what it is', () => {
    const suspended = (asOf: string) => report('invalid', check('status', 'failed', 'status-suspended', asOf));
    expect(takeWorse(report('valid'), suspended('2026-11-30T09:59:59.000Z')).report.verdict).toBe('indeterminate');
    expect(takeWorse(report('valid'), suspended(time)).report.verdict).toBe('invalid');
    const revoked = report('invalid', check('status', 'failed', 'status-invalid', '2026-11-30T09:59:59.000Z'));
    expect(takeWorse(report('valid'), revoked).report.verdict).toBe('invalid');
  });

  it('is not valid when the answer says other than what was signed', () => {
    const licence = { identifier: 'I', typeCode: 'T', issuer: { creditCode: 'C' }, validUntil: '2027-01-01' };
    const signed = { ...report('valid'), licence };
    const told = (change: object) => ({ ...report('valid'), licence: { ...licence, ...change } });
    expect(takeWorse(told({}), signed)).toMatchObject({ differs: [], report: { verdict: 'valid' } });
    for (const change of [{ validUntil: '2028-01-01' }, { identifier: 'J' }, { issuer: { creditCode: 'D' } }]) {
      const judged = takeWorse(told(change), signed);
      expect([judged.report.verdict, judged.differs]).toEqual(['indeterminate', Object.keys(change)]);
      expect(judged.report.licence).toEqual(licence);
    }
    const endless = { ...signed, licence: { ...licence, validUntil: undefined } };
    const never = takeWorse(told({}), endless);
    expect([never.differs, never.report.licence?.validUntil]).toEqual([['validUntil'], undefined]);
  });

  it('does not count as made twice what rests on the registry’s word', () => {
    expect(takeWorse(report('valid'), report('valid'), true).standings.integrity).toBe('registry-alone');
    const failed = report('invalid', check('integrity', 'failed', 'carrier-signature-wrong'));
    expect(takeWorse(report('valid'), failed, true).standings.integrity).toBe('worse-here');
  });
});

describe(withoutSecond.name, () => {
  it('stays as the registry says, unless that is valid without the evidence for it', () => {
    expect(withoutSecond(report('valid'), 'trust-list-missing').report.verdict).toBe('valid');
    expect(withoutSecond(report('valid'), 'evidence-missing').report.verdict).toBe('indeterminate');
    expect(withoutSecond(report('valid'), 'clock-differs').report.verdict).toBe('indeterminate');
    expect(withoutSecond(report('invalid'), 'evidence-missing').report.verdict).toBe('invalid');
  });
});
