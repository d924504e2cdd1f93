import { describe, expect, it } from '@jest/globals';
import { datedBy, inDoubt } from './in-doubt.js';
import { standard, strict } from './policy.js';
import { at, crypto, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const day = 24 * 3_600_000;
const by = (ahead: number, policy = standard) =>
  inDoubt(verify(w.evidence(), policy, at, crypto), verify(datedBy(w.evidence(), ahead), policy, at + ahead, crypto));
const codes = ({ checks }: ReturnType<typeof by>) => Object.fromEntries(checks.map(({ check, code }) => [check, code]));

describe(inDoubt.name, () => {
  it('leaves what both clocks agree on', () => {
    for (const ahead of [120_000, -120_000]) {
      expect(by(ahead)).toEqual(verify(w.evidence(), standard, at, crypto));
      expect(by(ahead, strict).verdict).toBe('valid');
    }
  });

  it('neither passes nor fails what they differ on', () => {
    for (const ahead of [3650 * day, -3650 * day]) {
      const report = by(ahead);
      expect(report.verdict).toBe('indeterminate');
      expect(codes(report)).toMatchObject({ validity: 'clock-in-doubt', integrity: 'clock-in-doubt' });
      expect(report.licence).toBeUndefined();
      expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    }
  });

  it('leaves a forgery forged', () => {
    const evidence = w.evidence({ credential: w.issued.credential.replace('.', '.A') });
    const report = inDoubt(
      verify(evidence, standard, at, crypto),
      verify(datedBy(evidence, day), standard, at + day, crypto),
    );
    expect(report.verdict).toBe('invalid');
  });
});
