import { describe, expect, it } from '@jest/globals';
import { verifyCarrierAlone } from './alone/verify-carrier-alone.js';
import type { Evidence } from './evidence.js';
import { choosePolicy, compose, narrow, offline, type Policy, standard, strict } from './policy.js';
import { Carriers } from './testing/carriers.js';
import { at, crypto, hour, iso, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const c = new Carriers(w);
const day = 24 * hour;
const known = (asOf: number) => ({ from: 'registry', known: true, state: 'active', asOf: iso(asOf) }) as const;
const got = (ago: number) => ({ trust: { ...c.trust(), asOf: iso(at - ago) } });
const nothing = { receipt: { unavailable: 'none' }, anchors: { unavailable: 'none' } };
const judge = (change: Partial<Evidence>, policy: Policy) => verify(w.evidence(change), policy, at, crypto);
const codeOf = (change: Partial<Evidence>, policy: Policy, name: string) =>
  judge(change, policy).checks.find(({ check }) => check === name)?.code;

describe(narrow.name, () => {
  it('takes the stricter of each bound and widens none', () => {
    const wide = { anchor: 'not-required', attestationGrace: 1e9, statusMaxAge: 1e9, trustMaxAge: 1e9 } as const;
    for (const policy of [standard, strict, offline]) expect(narrow(policy, wide)).toEqual(policy);
    const bounds = { anchor: 'within-grace', attestationGrace: 60, statusMaxAge: 61, trustMaxAge: 62 } as const;
    expect(narrow(offline, bounds)).toEqual({ ...offline, ...bounds });
    expect(narrow(standard, { anchor: 'required' })).toEqual({ ...strict, name: 'standard' });
  });

  it('narrows algorithms and adds none', () => {
    expect(narrow(standard, { algorithms: ['none', 'RS256', 'ES256'] }).algorithms).toEqual(['ES256']);
    expect(narrow(standard, { algorithms: ['SM2'] }).algorithms).toEqual([]);
  });

  it.each([Number.NaN, -1, Number.NEGATIVE_INFINITY])('allows nothing for a bound of %s', (seconds) => {
    const bounds = { attestationGrace: seconds, statusMaxAge: seconds, trustMaxAge: seconds };
    expect(narrow(standard, bounds)).toMatchObject({ attestationGrace: 0, statusMaxAge: 0, trustMaxAge: 0 });
  });
});

describe(compose.name, () => {
  it('is as standard where it says nothing, and never wider than offline', () => {
    expect(compose({})).toEqual({ ...standard, name: 'custom' });
    expect(compose({ statusMaxAge: undefined })).toEqual({ ...standard, name: 'custom' });
    expect(compose({ anchor: 'not-required', statusMaxAge: 1e9, trustMaxAge: 1e9, attestationGrace: 1e9 })).toEqual({
      ...offline,
      name: 'custom',
    });
    expect(compose({ anchor: 'required' })).toMatchObject({ anchor: 'required', attestationGrace: 0 });
  });

  it.each([
    [undefined, standard],
    ['standard', standard],
    ['strict', strict],
    ['offline', offline],
    ['custom', { ...standard, name: 'custom' }],
    [
      { name: 'strict', anchor: 'not-required', statusMaxAge: 5 },
      { ...strict, statusMaxAge: 5 },
    ],
    [
      { name: 'custom', anchor: 'not-required' },
      { ...standard, name: 'custom', anchor: 'not-required' },
    ],
  ] as const)('%j is chosen', (choice, policy) => {
    expect(choosePolicy(choice)).toEqual(policy);
  });
});

describe('a policy', () => {
  it('has the name by which it is asked for and told', () => {
    expect([standard, strict, offline].map(({ name }) => name)).toEqual(['standard', 'strict', 'offline']);
    for (const policy of [standard, strict, offline]) expect(judge({}, policy).policy).toEqual(policy);
  });

  it('from any hand is taken no wider than offline, and what it leaves out allows nothing', () => {
    const wide = { ...offline, name: 'custom', statusMaxAge: 1e9, trustMaxAge: Number.POSITIVE_INFINITY } as const;
    expect(judge({}, wide).policy).toEqual({ ...offline, name: 'custom' });
    const odd = { ...standard, name: 'custom', anchor: 'never', algorithms: ['ES256', 'none'] } as unknown as Policy;
    expect(judge({}, odd).policy).toEqual({ ...strict, name: 'custom' });
    const bare = { name: 'custom' } as Policy;
    expect(judge({}, bare)).toMatchObject({
      verdict: 'invalid',
      policy: { anchor: 'required', attestationGrace: 0, statusMaxAge: 0, trustMaxAge: 0, algorithms: [] },
    });
  });

  it('says how long ago the trust list may have been got', () => {
    for (const [policy, age] of [
      [standard, day],
      [offline, 7 * day],
      [narrow(standard, { trustMaxAge: 60 }), 60_000],
    ] as const) {
      expect(codeOf(got(age), policy, 'issuer')).toBe('issuer-confirmed');
      const late = judge(got(age + 1), policy);
      expect(late.verdict).toBe('indeterminate');
      expect(late.checks.find(({ check }) => check === 'issuer')).toMatchObject({
        outcome: 'indeterminate',
        code: 'trust-list-too-old',
        asOf: iso(at - age - 1),
      });
    }
    expect(codeOf({ trust: { ...c.trust(), asOf: 'lately' } }, offline, 'issuer')).toBe('trust-list-too-old');
    expect(codeOf({ trust: { ...c.trust(), asOf: iso(at + hour) } }, standard, 'issuer')).toBe('issuer-confirmed');
  });

  it('says by which algorithms a carrier may be signed, with or without its master', () => {
    const none = narrow(offline, { algorithms: ['SM2'] });
    const carrier = { kind: 'qr', content: c.qr() } as const;
    for (const report of [
      verify(c.evidence(carrier), none, at, crypto),
      verifyCarrierAlone(c.alone(carrier), none, at, crypto),
    ]) {
      expect(report.checks[0]).toMatchObject({ outcome: 'failed', code: 'algorithm-not-accepted' });
      expect(report).toMatchObject({ verdict: 'invalid', policy: { algorithms: [] } });
    }
  });

  it('that asks for no anchor bears with an open attestation alone, and shows it', () => {
    const report = judge(nothing, offline);
    expect(report.verdict).toBe('valid');
    expect(report.checks[5]).toMatchObject({ outcome: 'indeterminate', code: 'no-receipt' });
    expect(judge({ ...nothing, status: { unavailable: 'no network' } }, offline).verdict).toBe('indeterminate');
    expect(judge({ ...nothing, status: known(at - 8 * day) }, offline).verdict).toBe('indeterminate');
    expect(judge({ ...nothing, status: known(at - 6 * day) }, offline).verdict).toBe('valid');
    expect(judge({ receipt: { value: {}, brought: true } }, offline).verdict).toBe('invalid');
    for (const policy of [standard, strict]) expect(judge(nothing, policy).verdict).toBe('indeterminate');
  });

  it.each(['qr', 'vc-jwt'] as const)('that asks for no anchor finds a %s without its master valid', (kind) => {
    const evidence = c.alone({ kind, content: kind === 'qr' ? c.qr() : c.vc() });
    const report = verifyCarrierAlone(evidence, offline, at, crypto);
    expect(report.verdict).toBe('valid');
    expect(report.checks[5]).toMatchObject({ outcome: 'indeterminate', code: 'master-not-in-hand' });
    const revoked = { ...evidence, status: { ...known(at), state: 'revoked' } as const };
    expect(verifyCarrierAlone(revoked, offline, at, crypto).verdict).toBe('invalid');
    for (const policy of [standard, strict, narrow(offline, { anchor: 'within-grace' })]) {
      expect(verifyCarrierAlone(evidence, policy, at, crypto).verdict).toBe('indeterminate');
    }
  });
});
