import { describe, expect, it } from '@jest/globals';
import type { CarrierEvidence } from '../../carrier/said.js';
import { nobleCrypto } from '../../crypto/noble.js';
import type { Evidence } from '../evidence.js';
import { standard } from '../policy.js';
import { checkNames } from '../report.js';
import { Carriers } from '../testing/carriers.js';
import { at, codeA, crypto, hour, identifier, iso, issuedAt, typeCode, World } from '../testing/world.js';
import { verify } from '../verify.js';
import { type CarrierAloneEvidence, verifyCarrierAlone } from './verify-carrier-alone.js';

const w = new World();
const c = new Carriers(w);
const qr: CarrierEvidence = { kind: 'qr', content: c.qr() };
const vc: CarrierEvidence = { kind: 'vc-jwt', content: c.vc() };
const judge = (carrier: CarrierEvidence, change: Partial<CarrierAloneEvidence> = {}, when = at) =>
  verifyCarrierAlone(c.alone(carrier, change), standard, when, crypto);
const codes = (report: ReturnType<typeof judge>) =>
  Object.fromEntries(report.checks.map(({ check, outcome, code }) => [check, `${outcome} ${code}`]));
const holder = { kind: 'person', codeType: '111', code: '11010519491231002X', name: '张三' };
const common = {
  identifier: identifier(),
  typeCode,
  typeName: { 'zh-CN': '营业执照', en: 'Business licence' },
  licenceNumber: '(2026) 0042',
  issuer: { name: { 'zh-CN': '机构L', en: 'Authority L' }, creditCode: codeA },
  issuanceDate: '2026-03-02',
  validFrom: '2026-03-02',
  validUntil: '2031-03-01',
  state: 'active',
};

describe(verifyCarrierAlone.name, () => {
  it.each([
    ['an offline code', qr, [{ name: '张三' }], { scope: '餐饮' }],
    ['a vc+jwt', vc, [holder], { scope: '餐饮', address: { city: '长沙', street: '1 号' } }],
  ])('answers every question of %s once, and shows what it says', (_what, carrier, holders, faceData) => {
    const report = judge(carrier);
    expect(report.checks.map(({ check }) => check)).toEqual([...checkNames]);
    expect(report.verdict).toBe('indeterminate');
    expect(report.checks.filter(({ outcome }) => outcome === 'indeterminate').map(({ code }) => code)).toEqual([
      'master-not-in-hand',
    ]);
    expect(report.licence).toEqual({ ...common, holders, faceData });
  });

  it('answers the same with the port that a browser has', () => {
    const evidence = c.alone(qr);
    expect(verifyCarrierAlone(evidence, standard, at, nobleCrypto)).toEqual(
      verifyCarrierAlone(evidence, standard, at, crypto),
    );
  });

  it('has a status by a token only for what says its place on the list', () => {
    const status = { from: 'token', token: w.statusToken(2), asOf: iso(at) } as const;
    expect(codes(judge(vc, { status })).status).toBe('failed status-suspended');
    expect(codes(judge(qr, { status })).status).toBe('indeterminate status-unavailable');
    expect(judge(vc, { status: { ...status, token: w.statusToken(0) } }).verdict).toBe('indeterminate');
  });

  it.each([
    ['2026-03-01T15:59:59Z', 'failed not-yet-issued'],
    ['2026-03-01T16:00:00Z', 'passed in-force'],
    ['2031-03-01T15:59:59Z', 'passed in-force'],
    ['2031-03-01T16:00:00Z', 'failed expired'],
  ])('judges its days as days of Asia/Shanghai: at %s', (moment, outcome) => {
    for (const carrier of [qr, vc]) expect(codes(judge(carrier, {}, Date.parse(moment))).validity).toBe(outcome);
  });

  it('waits for a first day after the day of issuing', () => {
    const later: CarrierEvidence = { kind: 'qr', content: c.qr({ validFrom: '2026-03-06' }) };
    expect(codes(judge(later)).validity).toBe('failed not-yet-valid');
    expect(judge({ kind: 'qr', content: c.qr({ validUntil: undefined }) }).licence).not.toHaveProperty('validUntil');
  });

  it.each([
    ['right-not-held', [{ typeCode: '11100000000013338W032', from: '2020-01-01T00:00:00Z' }]],
    ['right-not-in-period', [{ typeCode, from: '2020-01-01T00:00:00Z', until: '2026-03-01T16:00:00Z' }]],
    ['right-held', [{ typeCode, from: '2026-03-02T10:00:00Z' }]],
  ])('asks for the right on the day of issuing: %s', (code, rights) => {
    const authorities = w.list.authorities.map((one) => ({ ...one, rights }));
    expect(codes(judge(qr, { trust: c.trust({}, { authorities }) }))['right-to-issue']).toContain(code);
  });

  it('is invalid and shows nothing when it can’t be read, is of nobody, or of another licence', () => {
    const bad: [CarrierEvidence, Partial<CarrierAloneEvidence>, string][] = [
      [{ kind: 'qr', content: 'ELC1:' }, {}, 'carrier-malformed'],
      [{ kind: 'pdf', content: 'text' }, {}, 'carrier-malformed'],
      [{ kind: 'qr', content: new Uint8Array(3) }, {}, 'carrier-malformed'],
      [{ kind: 'qr-photo', content: c.qr() }, {}, 'carrier-malformed'],
      [{ kind: 'qr', content: c.qr({}, c.stranger) }, {}, 'carrier-signer-unknown'],
      [{ ...qr, onRecord: false }, {}, 'carrier-not-on-record'],
      [qr, { expected: { identifier: identifier({ version: 2 }) } }, 'identifier-not-expected'],
    ];
    for (const [carrier, change, code] of bad) {
      const report = judge(carrier, change);
      expect([report.verdict, report.checks[0]?.code, report.licence]).toEqual(['invalid', code, undefined]);
      expect(report.checks).toHaveLength(7);
    }
  });

  it('fails who asked for a proof of the holder’s key', () => {
    const keyBinding = { audience: 'https://bank.example', nonce: 'n' };
    expect(codes(judge(qr, { keyBinding })).holder).toBe('failed key-binding-missing');
    expect(codes(judge(qr)).holder).toBe('not-applicable key-binding-not-asked');
  });

  it('throws on a moment that is none', () => {
    expect(() => judge(qr, {}, Number.NaN)).toThrow();
  });
});

describe('a carrier with its master', () => {
  const found = (carrier: CarrierEvidence, change: Partial<Evidence> = {}, when = at) =>
    verify(c.evidence(carrier, change), standard, when, crypto);

  it('is valid, and no more of a found master is told than the carrier says', () => {
    expect(found(qr)).toMatchObject({ verdict: 'valid' });
    expect(found(qr).licence).toEqual({ ...common, holders: [{ name: '张三' }], faceData: { scope: '餐饮' } });
    expect(found({ kind: 'qr', content: c.qr({ licenceNumber: undefined, faceData: undefined }) }).licence).toEqual({
      ...{ ...common, licenceNumber: undefined },
      holders: [{ name: '张三' }],
      faceData: {},
    });
    expect(found(vc).licence).toMatchObject({ holders: [holder], faceData: { address: { city: '长沙' } } });
  });

  it('tells what was brought with it as far as that is disclosed', () => {
    expect(found({ ...qr, masterFound: false }).licence).toMatchObject({ holders: [holder] });
    const jwt = w.issued.credential.slice(0, w.issued.credential.indexOf('~') + 1);
    const bare = found({ ...qr, masterFound: false }, { credential: jwt });
    expect(bare).toMatchObject({ verdict: 'valid', licence: { holders: [{}], faceData: {} } });
    const lying = c.qr({ validUntil: '2032-03-01' });
    const report = found({ kind: 'qr', content: lying, masterFound: false }, { credential: jwt });
    expect(report.checks[0]).toMatchObject({
      code: 'carrier-field-differs',
      detail: expect.stringMatching(/validUntil/),
    });
  });

  it('bears with a compromised key for bytes on record alone, whatever moment is asked about', () => {
    const trust = c.trust({ compromisedAt: iso(at - hour) });
    for (const when of [at, at - 2 * hour]) {
      const status = { from: 'registry', known: true, state: 'active', asOf: iso(when) } as const;
      expect(found({ ...qr, onRecord: true }, { trust, status }, when).verdict).toBe('valid');
      for (const [onRecord, outcome, verdict] of [
        [undefined, 'indeterminate', 'indeterminate'],
        [false, 'failed', 'invalid'],
      ] as const) {
        const report = found({ ...qr, onRecord }, { trust, status }, when);
        expect(report).toMatchObject({
          verdict,
          checks: [{ outcome, code: 'carrier-signer-compromised' }, {}, {}, {}, {}, {}, {}],
        });
        expect(report.licence).toBeUndefined();
        const alone = judge({ ...qr, onRecord }, { trust, status }, when);
        expect(alone).toMatchObject({
          verdict,
          checks: [{ outcome, code: 'carrier-signer-compromised' }, {}, {}, {}, {}, {}, {}],
        });
        expect(alone.licence).toBeUndefined();
      }
    }
  });

  it('fails for what is wrong beside a compromised key, also while nobody asked for the record', () => {
    const trust = c.trust({ compromisedAt: iso(at - hour) });
    const lying = found({ kind: 'qr', content: c.qr({ holders: ['李四'] }) }, { trust });
    expect(lying.checks[0]).toMatchObject({ outcome: 'failed', code: 'carrier-field-differs' });
    const late = found(qr, { trust: c.trust({ compromisedAt: iso(at - hour), until: iso(issuedAt) }) });
    expect(late.checks[0]).toMatchObject({ outcome: 'failed', code: 'carrier-signer-not-in-period' });
  });

  it('says a former name of its authority when the registry has it on record', () => {
    const authorities = w.list.authorities.map((one) => ({ ...one, name: { 'zh-CN': '新机构', en: 'New' } }));
    expect(found({ ...qr, onRecord: true }, { trust: c.trust({}, { authorities }) }).verdict).toBe('valid');
  });
});
