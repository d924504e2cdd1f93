import { describe, expect, it } from '@jest/globals';
import type { Check, Report } from '../client/index.js';
import { specialWords } from './special-words.js';

const check = (name: Check['check'], outcome: Check['outcome'], code: string): Check => ({
  check: name,
  outcome,
  code,
  detail: '',
  asOf: '',
});
const report = (...checks: Check[]): Report => ({ verdict: 'invalid', checks, at: '' });

describe('words for what was not brought', () => {
  const integrity = check('integrity', 'indeterminate', 'credential-unreadable');
  const status = check('status', 'failed', 'status-unknown-to-registry');

  it('tell of a record that is unknown, or of a code that is not its own', () => {
    const unknown = report(integrity, status);
    expect(specialWords(status, unknown)).toBe('record-unknown');
    expect(specialWords(integrity, unknown)).toBe('no-credential');
  });

  it('leave a brought credential its own words', () => {
    const failed = check('integrity', 'failed', 'credential-unreadable');
    const issuer = check('issuer', 'indeterminate', 'credential-unreadable');
    expect(specialWords(failed, report(failed, issuer))).toBeUndefined();
    expect(specialWords(issuer, report(failed, issuer))).toBeUndefined();
    expect(specialWords(status, { ...report(status), licence: { identifier: 'I' } })).toBeUndefined();
  });
});
