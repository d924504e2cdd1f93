import { describe, expect, it } from '@jest/globals';
import { datedBy, inDoubt } from './in-doubt.js';
import { standard, strict } from './policy.js';
import type { Check, Report } from './report.js';
import { at, crypto, iso, World } from './testing/world.js';
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

  it('says in each check what either clock would have answered', () => {
    const expiring = w.evidence({}, w.issue({ expires: at / 1000 + 60 }));
    const report = inDoubt(
      verify(expiring, standard, at, crypto),
      verify(datedBy(expiring, 120_000), standard, at + 120_000, crypto),
    );
    const doubtful = report.checks.filter(({ code }) => code === 'clock-in-doubt');
    expect(doubtful).toMatchObject([
      {
        check: 'validity',
        outcome: 'indeterminate',
        asOf: iso(at),
        detail: expect.stringMatching(/\(in-force by one, expired by the other\)$/),
      },
    ]);
    expect(report).toMatchObject({ verdict: 'indeterminate', at: iso(at), policy: standard });
    expect(report.licence).toBeDefined();
  });

  const once = () => verify(w.evidence(), standard, at, crypto);
  const changed = (first: Report, change: Partial<Check>) => ({
    ...first,
    checks: first.checks.map((one) => (one.check === 'status' ? { ...one, ...change } : one)),
  });

  it('differs by code or by outcome alone, or by a check that only one has', () => {
    const first = once();
    const others = [changed(first, { code: 'status-too-old' }), changed(first, { outcome: 'failed' })];
    for (const second of [...others, { ...first, checks: first.checks.slice(0, 4) }]) {
      expect(codes(inDoubt(first, second)).status).toBe('clock-in-doubt');
      expect(inDoubt(first, second).verdict).toBe('indeterminate');
    }
    expect(codes(inDoubt(first, changed(first, { detail: 'otherwise', asOf: iso(at + 1) }))).status).toBe(
      'status-active',
    );
  });

  it('tells licence and time only where both clocks do', () => {
    const first = once();
    const { licence, timeBound, ...bare } = first;
    expect([licence, timeBound]).not.toContain(undefined);
    expect(inDoubt(first, first)).toStrictEqual(first);
    for (const [one, other] of [
      [first, bare],
      [bare, first],
      [bare, bare],
    ] as const) {
      expect(inDoubt(one, other)).toStrictEqual(bare);
    }
    expect(inDoubt(first, { ...bare, licence })).toStrictEqual({ ...bare, licence });
    expect(inDoubt({ ...bare, timeBound }, first)).toStrictEqual({ ...bare, timeBound });
  });
});

describe(datedBy.name, () => {
  it('moves the age of list and status by so much, and leaves what has none', () => {
    const evidence = w.evidence();
    const ahead = datedBy(evidence, 3_600_000);
    expect(ahead).toEqual({
      ...evidence,
      trust: { ...evidence.trust, asOf: iso(at + 3_600_000) },
      status: { ...evidence.status, asOf: iso(at + 3_600_000) },
    });
    const none = { trust: { unavailable: 'no network' }, status: { unavailable: 'no network', asOf: 'lately' } };
    expect(datedBy(none, 3_600_000)).toEqual(none);
  });
});
