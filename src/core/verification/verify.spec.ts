import { describe, expect, it } from '@jest/globals';
import { present } from '../credential/index.js';
import { nobleCrypto } from '../crypto/noble.js';
import { readTrustList, type TrustList } from '../trust/index.js';
import type { Evidence } from './evidence.js';
import { narrow, standard, strict } from './policy.js';
import { checkNames } from './report.js';
import { at, codeA, crypto, hour, identifier, iso, issuedAt, typeCode, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const known = (when: number, more: object = {}) =>
  ({ from: 'registry', known: true, state: 'active', asOf: iso(when), ...more }) as const;
const judge = (change: Partial<Evidence> = {}, when = at, policy = standard) =>
  verify(w.evidence(change), policy, when, crypto);

describe(verify.name, () => {
  it('answers every question once, in order, and says what the licence is', () => {
    const report = judge();
    expect(report.checks.map(({ check }) => check)).toEqual([...checkNames]);
    expect(report).toMatchObject({ verdict: 'valid', at: iso(at), policy: standard });
    expect(report.licence).toEqual({
      identifier: identifier(),
      typeCode,
      typeName: { 'zh-CN': '营业执照', en: 'Business licence' },
      licenceNumber: '(2026) 0042',
      holders: [{ kind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' }],
      faceData: { scope: '餐饮', address: { city: '长沙', street: '1 号' } },
      issuer: { name: { 'zh-CN': '机构L', en: 'Authority L' }, creditCode: codeA },
      issuanceDate: '2026-03-02',
      validFrom: '2026-03-02',
      validUntil: '2031-03-01',
      state: 'active',
    });
  });

  it('gives no more than was disclosed', () => {
    const shown = present(w.issued.credential, ['/face_data/scope'], crypto);
    if (!shown.ok) throw new Error(shown.code);
    const report = judge({ credential: shown.value, ...logged() });
    expect(report.verdict).toBe('valid');
    expect(report.licence).toMatchObject({ holders: [{}], faceData: { scope: '餐饮' } });
    expect(report.licence).not.toHaveProperty('licenceNumber');
  });

  it('answers the same with the port that a browser has', () => {
    const evidence = w.evidence();
    expect(verify(evidence, standard, at, nobleCrypto)).toEqual(verify(evidence, standard, at, crypto));
  });

  it('takes a list that was read before, without reading its signature again', () => {
    const list = readTrustList(w.trustJws(), w.root.jwk, { at }, crypto);
    if (!list.ok) throw new Error(list.code);
    const evidence = w.evidence({ trust: { list: list.value, asOf: iso(at) } });
    let verified = 0;
    const counting = {
      ...crypto,
      verifyEs256: (...all: Parameters<typeof crypto.verifyEs256>) => {
        verified++;
        return crypto.verifyEs256(...all);
      },
    };
    expect(verify(evidence, standard, at, counting).verdict).toBe('valid');
    expect(verified).toBe(1);
    expect(verify(evidence, standard, Date.parse('2026-06-01T00:00:00Z'), crypto).checks[1]?.code).toBe(
      'trust-list-expired',
    );
  });

  it('refuses a list older than one seen', () => {
    const trust = { jws: w.trustJws(), root: w.root.jwk, seenNumber: 5, asOf: iso(at) };
    expect(judge({ trust }).checks[1]).toMatchObject({ outcome: 'indeterminate', code: 'trust-list-invalid' });
  });

  it('keeps old licences of a key that was stolen later, when the chain shows that they are older', () => {
    const list: Partial<TrustList> = {
      authorities: w.list.authorities.map((authority) => ({
        ...authority,
        certificates: authority.certificates.map((item) => ({ ...item, compromisedAt: '2026-03-03T00:00:00Z' })),
      })),
    };
    const trust = { jws: w.trustJws(list), root: w.root.jwk, asOf: iso(at) };
    expect(judge({ trust }).verdict).toBe('valid');
    expect(judge({ trust, receipt: { unavailable: 'none' } }).verdict).toBe('indeterminate');
    const forged = w.issue();
    expect(verify(w.evidence({ trust, ...logged() }, forged), standard, at, crypto).verdict).toBe('invalid');
  });

  it.each([
    ['held since before', { since: iso(issuedAt) }, 'valid'],
    ['came after', { since: iso(at + hour / 2) }, 'indeterminate'],
    ['has no known start', {}, 'indeterminate'],
  ])('judges a moment in the past by a state that %s', (_what, more, verdict) => {
    expect(judge({ status: known(at + hour, more) }).verdict).toBe(verdict);
  });

  it.each([
    [
      'a token without the list of who may sign it',
      at,
      { trust: { unavailable: 'no network' } },
      'trust-list-unavailable',
    ],
    ['a token younger than the moment', at - hour, {}, 'status-of-another-time'],
    ['a token that has expired', at + hour, {}, 'status-token-invalid'],
    ['an answer of no known age', at, { status: { ...known(at), asOf: 'lately' } }, 'status-unavailable'],
  ])('leaves status open for %s', (_what, when, change, code) => {
    const status = { from: 'token', token: w.statusToken(0), asOf: iso(at) } as const;
    const report = judge({ status, ...change }, when);
    expect(report.checks[4]).toMatchObject({ check: 'status', outcome: 'indeterminate', code });
    expect(report.verdict).toBe('indeterminate');
  });

  it('shows no licence under an authority’s name unless integrity and issuer passed', () => {
    expect(judge({ trust: { unavailable: 'no network' } }).licence).toBeUndefined();
    expect(judge({ credential: `${w.issued.credential.slice(0, -3)}~` }).licence).toBeUndefined();
    expect(judge({ status: known(at, { state: 'revoked' }) })).toMatchObject({
      verdict: 'invalid',
      licence: { state: 'revoked', issuer: { creditCode: codeA } },
    });
  });

  it('tells the age of what it rests on', () => {
    const report = judge({ anchors: { unavailable: 'node down', asOf: iso(at - 3 * hour) }, status: known(at - hour) });
    expect(report.checks.find(({ check }) => check === 'attestation')?.asOf).toBe(iso(at - 3 * hour));
    expect(report.checks.find(({ check }) => check === 'status')?.asOf).toBe(iso(at - hour));
  });

  it('throws on a moment that is none', () => {
    expect(() => judge({}, Number.NaN)).toThrow();
  });
});

describe('policy', () => {
  const early = issuedAt + 24 * hour - 1;
  const fresh = { status: known(early) };
  const unanchored: [string, () => Partial<Evidence>][] = [
    ['a promise', () => ({ ...fresh, receipt: { unavailable: 'not logged' }, promise: w.promiseFor(w.issued) })],
    ['a logged receipt', () => ({ ...fresh, ...logged({ anchor: null }) })],
    ['an anchored receipt without a chain', () => ({ ...fresh, anchors: { unavailable: 'node down' } })],
  ];

  it.each(unanchored)('standard bears with %s for 24 hours, strict does not', (_what, change) => {
    expect(judge(change(), early).verdict).toBe('valid');
    expect(judge({ ...change(), status: known(early + 1) }, early + 1).verdict).toBe('indeterminate');
    expect(judge(change(), early, strict).verdict).toBe('indeterminate');
    expect(judge(change(), early, narrow(standard, { attestationGrace: 3600 })).verdict).toBe('indeterminate');
  });

  it('does not bear with neither promise nor receipt', () => {
    expect(judge({ ...fresh, receipt: { unavailable: 'none' } }, early).verdict).toBe('indeterminate');
  });

  it('is never widened', () => {
    expect(narrow(strict, { attestationGrace: 1e9, statusMaxAge: 1e9 })).toEqual(strict);
    expect(narrow(standard, { statusMaxAge: 60 })).toEqual({ ...standard, statusMaxAge: 60 });
    expect(judge({ status: known(at - hour) }, at, narrow(standard, { statusMaxAge: 60 })).verdict).toBe(
      'indeterminate',
    );
  });
});

/** The genuine licence's own receipt, altered. */
function logged(change: object = {}): Partial<Evidence> {
  const { receipt, anchors } = w.log(w.issued);
  return { receipt: { value: { ...receipt, ...change }, brought: true }, anchors: { anchors, asOf: iso(at) } };
}
