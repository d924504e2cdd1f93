import { describe, expect, it } from '@jest/globals';
import { standard } from '../../core/index.js';
import { unknownRecordReport } from '../unknown-record.js';
import { recordPage } from './record-page.js';

const at = Date.parse('2026-11-24T20:00:00Z');
const unknown = unknownRecordReport('unknown', standard, at);
const known = {
  ...unknown,
  verdict: 'valid' as const,
  licence: {
    identifier: '1.2.X',
    typeCode: 'T',
    holders: [{ kind: 'organisation', name: '<script>x</script>' }],
    issuer: { name: { 'zh-CN': '局', en: 'Bureau "A" & B' }, creditCode: 'C' },
    issuanceDate: '2026-11-24',
  },
} as unknown as Parameters<typeof recordPage>[0];

describe('the verdict without script', () => {
  it('tells an unknown record as such, not as an unreadable file', () => {
    const page = recordPage(unknown, 'en', 'Asia/Shanghai');
    expect(page).toContain('data-verdict="invalid"');
    expect(page).toContain('no such licence, or the code does not belong to it');
    expect(page).not.toMatch(/file/i);
    expect(page).toContain('25 Nov 2026');
  });

  it('lets nothing of a licence become markup', () => {
    const page = recordPage(known, 'en', 'Asia/Shanghai');
    expect(page).toContain('&lt;script&gt;x&lt;/script&gt;');
    expect(page).toContain('Bureau &quot;A&quot; &amp; B');
    expect(page).not.toMatch(/<script|<style|\son\w+=|style=/);
    expect(page).toContain('1.<wbr>2.<wbr>X');
  });

  it('tells the blocks around the event, and a day of issue that is another', () => {
    const timeBound = {
      claimed: '2026-11-24T19:00:00.000Z',
      absentAt: '2026-11-24T18:59:00.000Z',
      notAfter: '2026-11-24T19:00:05.000Z',
    };
    const page = recordPage({ ...known, timeBound }, 'en', 'Asia/Shanghai');
    for (const told of ['25 Nov 2026, 03:00:00', '25 Nov 2026, 02:59:00', '25 Nov 2026, 03:00:05'])
      expect(page).toContain(told);
    expect(page).not.toContain('not the day of this record');
    const older = recordPage({ ...known, timeBound: { ...timeBound, claimedIssuance: '2020-01-01' } }, 'en', 'UTC');
    expect(older).toContain('not the day of this record');
    expect(older).toContain('2020-01-01');
    expect(recordPage(known, 'en', 'UTC')).not.toContain('data-time-bound');
  });

  it('asks to compare what is valid and not what is invalid', () => {
    expect(recordPage(known, 'zh-CN', 'Asia/Shanghai')).toContain('请与手中的证件比对');
    expect(recordPage({ ...known, verdict: 'invalid' }, 'zh-CN', 'Asia/Shanghai')).toContain('登记库中的记录');
  });
});
