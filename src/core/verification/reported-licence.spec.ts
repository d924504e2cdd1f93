import { describe, expect, it } from '@jest/globals';
import type { Case } from './case.js';
import type { Evidence, StatusEvidence } from './evidence.js';
import { openCase } from './open-case.js';
import { standard } from './policy.js';
import { type Check, checkNames } from './report.js';
import { reportLicence, stateOf } from './reported-licence.js';
import { readSubject } from './subject.js';
import { at, crypto, hour, iso, newSigner, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const licenceOf = (change: Partial<Evidence> = {}, issued = w.issued, when = at) =>
  verify(w.evidence(change, issued), standard, when, crypto).licence;
const suspended = { from: 'registry', known: true, state: 'suspended', asOf: iso(at) } as const;

describe('the licence in a report', () => {
  it('has the days that the credential has, and the words of the trust list', () => {
    const open = w.issue({ notBefore: undefined, expires: undefined, licenceNumber: undefined });
    const licence = licenceOf({}, open);
    expect(licence).toMatchObject({ issuanceDate: '2026-03-02', typeName: { en: 'Business licence' } });
    for (const name of ['validFrom', 'validUntil', 'licenceNumber']) expect(licence).not.toHaveProperty(name);
    expect(licenceOf({}, w.issue({ expires: Date.parse('2026-03-06T00:00:00+08:00') / 1000 }))?.validUntil).toBe(
      '2026-03-05',
    );
  });

  it('is shown whatever the other checks say, and only when both that vouch for it passed', () => {
    expect(licenceOf({ status: suspended })).toMatchObject({ state: 'suspended' });
    expect(licenceOf({ receipt: { value: {}, brought: true } })).toBeDefined();
    const list = (change: object) => ({
      trust: { jws: w.trustJws(change), root: w.root.jwk, asOf: iso(at) },
    });
    const elsewhere = w.list.authorities.map((one) => ({ ...one, issuer: `${one.issuer}/moved` }));
    expect(licenceOf(list({ authorities: elsewhere }))).toBeUndefined();
    expect(licenceOf(list({ types: [] }))).toBeUndefined();
    expect(licenceOf({ expected: { identifier: 'another' } })).toBeUndefined();
  });

  it('is never what could not be read or is of nobody in the list, though the checks be said to have passed', () => {
    const subject = readSubject(w.issued.credential, crypto);
    if (!subject.ok) throw new Error(subject.code);
    const given: Case = { ...openCase(w.evidence(), standard, at, crypto), subject };
    const passed = checkNames.map(
      (check): Check => ({ check, outcome: 'passed', code: 'intact', detail: '', asOf: '' }),
    );
    const report = (change: Partial<Case>, checks = passed) => reportLicence({ ...given, ...change }, checks);
    const trust = (change: object) => ({ trustThen: { list: { ...w.list, ...change }, asOf: iso(at) } });
    expect(report({})).toMatchObject({ identifier: subject.jwt.clear.licence_id, state: 'active' });
    expect(report({ subject: { ok: false, code: 'jwt-malformed' } as unknown as Case['subject'] })).toBeUndefined();
    expect(
      report({ subject: { ...subject, whole: { ok: false, code: 'disclosure-unused' as never } } }),
    ).toBeUndefined();
    const identifier = { ok: false, code: 'identifier-malformed' } as const;
    expect(report({ subject: { ...subject, identifier } })).toBeUndefined();
    expect(report({ trustThen: { lacks: 'trust-list-unavailable', detail: '', asOf: iso(at) } })).toBeUndefined();
    expect(report(trust({ authorities: [] }))).toBeUndefined();
    expect(report(trust({ types: [] }))).not.toHaveProperty('typeName');
    for (const name of ['integrity', 'issuer']) {
      const open = passed.map((one): Check => (one.check === name ? { ...one, outcome: 'indeterminate' } : one));
      expect(report({}, open)).toBeUndefined();
    }
  });

  it('is not shown under a name that another has signed with', () => {
    const forged = w.issue({}, newSigner());
    expect(licenceOf({}, forged)).toBeUndefined();
  });
});

describe(stateOf.name, () => {
  const past = at - 10 * hour;
  const told = (change: object, when = at) => {
    const status = { ...suspended, ...change } as StatusEvidence;
    return stateOf({ evidence: openCase(w.evidence({ status }), standard, at, crypto).evidence, at: when });
  };

  it('is the registry’s word for the moment at which it was told, and a minute before, for the clocks', () => {
    expect([told({}), told({}, at + hour), told({}, at - 60_000)]).toEqual(Array(3).fill('suspended'));
    expect(told({}, at - 60_001)).toBeUndefined();
  });

  it('is its word also for a moment in the past from which on the state has held', () => {
    for (const since of [past - hour, past]) expect(told({ since: iso(since) }, past)).toBe('suspended');
    for (const since of [iso(past + 1), 'lately']) expect(told({ since }, past)).toBeUndefined();
    expect(told({ since: iso(past + 1) })).toBe('suspended');
  });

  it('is nothing without an answer of the registry, or one whose age can’t be read', () => {
    expect(told({ known: false })).toBeUndefined();
    expect(told({ asOf: 'lately', since: iso(past) })).toBeUndefined();
    for (const status of [
      { unavailable: 'no network' },
      { from: 'token', token: w.statusToken(2), asOf: iso(at) },
      { from: 'bundle', lists: [], asOf: iso(at) },
    ] as const) {
      expect(
        stateOf({ evidence: openCase(w.evidence({ status }), standard, at, crypto).evidence, at }),
      ).toBeUndefined();
    }
  });
});
