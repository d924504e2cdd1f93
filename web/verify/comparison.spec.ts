import { describe, expect, it } from '@jest/globals';
import type { Report } from '../client/index.js';
import { decidingCheck } from './check-order.js';
import { comparisonLines } from './comparison.js';

const report: Report = {
  verdict: 'invalid',
  at: '2026-11-24T00:00:00.000Z',
  checks: [
    { check: 'integrity', outcome: 'passed', code: 'intact', detail: '', asOf: '' },
    { check: 'status', outcome: 'failed', code: 'status-revoked', detail: '', asOf: '' },
    { check: 'attestation', outcome: 'indeterminate', code: 'no-receipt', detail: '', asOf: '' },
  ],
  licence: {
    identifier: 'I',
    typeName: { 'zh-CN': '证', en: 'licence' },
    licenceNumber: 'N',
    holders: [
      { kind: 'person', name: '欧阳安娜' },
      { kind: 'person', name: '张*' },
      { kind: 'organisation', name: '示例公司' },
      { kind: 'person' },
    ],
    issuer: { name: { 'zh-CN': '局', en: 'Bureau' }, creditCode: 'C' },
    issuanceDate: '2026-01-02',
    validUntil: '2027-01-02',
  },
};

describe('what to compare', () => {
  it('masks persons and shows organisations whole', () => {
    const shown = comparisonLines(report, 'zh-CN');
    expect(shown.filter((line) => line.label === 'holder').map((line) => line.text)).toEqual(['欧**娜', '张*']);
    expect(shown.find((line) => line.label === 'organisation')?.text).toBe('示例公司');
    expect(JSON.stringify(shown)).not.toContain('欧阳安娜');
  });

  it('writes days and words in the reader’s language', () => {
    expect(comparisonLines(report, 'zh-CN').find((line) => line.label === 'validUntil')?.text).toBe('2027年1月2日');
    expect(comparisonLines(report, 'en').find((line) => line.label === 'validUntil')?.text).toBe('2 January 2027');
    expect(comparisonLines(report, 'en').find((line) => line.label === 'issuer')?.text).toBe('Bureau');
  });

  it('has nothing to compare where the report tells nothing', () => {
    expect(comparisonLines({ ...report, licence: undefined }, 'en')).toEqual([]);
  });
});

describe('the deciding check', () => {
  it('is the first failed of an invalid report and none of a valid one', () => {
    expect(decidingCheck(report)?.code).toBe('status-revoked');
    expect(decidingCheck({ ...report, verdict: 'indeterminate' })?.code).toBe('no-receipt');
    expect(decidingCheck({ ...report, verdict: 'valid' })).toBeUndefined();
  });
});
