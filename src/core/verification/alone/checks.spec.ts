import { describe, expect, it } from '@jest/globals';
import { readCarrier } from '../../carrier/read-carrier.js';
import type { CarrierEvidence, CarrierSaid } from '../../carrier/said.js';
import type { JsonValue } from '../../json/index.js';
import type { TrustList } from '../../trust/index.js';
import type { CarrierInHand } from '../carrier.js';
import { openCase } from '../open-case.js';
import { standard } from '../policy.js';
import { type Check, checkNames } from '../report.js';
import { Carriers, type VcPayload } from '../testing/carriers.js';
import { at, codeB, crypto, hour, identifier, iso, otherType, statusUri, typeCode, World } from '../testing/world.js';
import { type CarrierCase, carrierCase } from './carrier-case.js';
import { checkCarrierIssuer, checkCarrierRight, checkCarrierValidity } from './checks.js';
import { reportCarrier } from './reported.js';
import { type CarrierAloneEvidence, verifyCarrierAlone } from './verify-carrier-alone.js';

const w = new World();
const c = new Carriers(w);
const qr: CarrierEvidence = { kind: 'qr', content: c.qr() };
const vc = (change: (payload: VcPayload) => void = () => {}): CarrierEvidence => ({
  kind: 'vc-jwt',
  content: c.vc(change),
});
const judge = (carrier: CarrierEvidence, change: Partial<CarrierAloneEvidence> = {}) =>
  verifyCarrierAlone(c.alone(carrier, change), standard, at, crypto);
const codes = (report: ReturnType<typeof judge>) =>
  Object.fromEntries(report.checks.map(({ check, outcome, code }) => [check, `${outcome} ${code}`]));
const trust = (list: Partial<TrustList>) => ({ trust: c.trust({}, list) });

const evidence = vc();
const carrier: CarrierInHand = { evidence, read: readCarrier('vc-jwt', evidence.content, crypto) };
const read = carrier.read.ok ? carrier.read.value : undefined;
if (read === undefined) throw new Error('a genuine vc+jwt can’t be read');
/** The case of a `vc+jwt` as if it had said something else, or, for `undefined`, nothing. */
const saying = (change: Record<string, JsonValue | undefined>, said: Partial<CarrierSaid> = {}) => {
  const all = [...read.said.fields, ...Object.entries(change)];
  const fields = new Map(new Map(all) as Map<string, JsonValue>);
  for (const [pointer, value] of all) if (value === undefined) fields.delete(pointer);
  const opened = openCase(c.alone(evidence), standard, at, crypto);
  return carrierCase(opened, carrier, { ...read, said: { ...read.said, fields, ...said } });
};
const genuine = () => saying({}) as CarrierCase;
const start = Date.parse('2026-03-02T00:00:00+08:00');
const nobody = { lacks: 'trust-list-unavailable', detail: 'no network', asOf: iso(at - hour) } as const;

describe(carrierCase.name, () => {
  const days = { '/notBefore': undefined, '/expires': undefined };

  it('takes the dates to the second where they are said so, and else whole days of Asia/Shanghai', () => {
    const until = Date.parse('2031-03-02T00:00:00+08:00');
    expect(genuine().dates).toEqual({ issued: start, from: start, until });
    expect(saying(days)?.dates).toEqual({ issued: start, from: start, until });
    const exact = { '/notBefore': start / 1000 + 3600, '/expires': until / 1000 - 3600 };
    expect(saying(exact)?.dates).toEqual({ issued: start, from: start + hour, until: until - hour });
    expect(saying({ '/expires': null, '/validUntil': null })?.dates).toEqual({ issued: start, from: start });
  });

  it.each<[string, Record<string, JsonValue | undefined>]>([
    ['of no day of issue', { '/issuanceDate': undefined }],
    ['of a day of issue that is none', { '/issuanceDate': '2026-02-30' }],
    ['of a day of issue in another form', { '/issuanceDate': 20260302 }],
    ['of a text that only begins as a day', { '/issuanceDate': '2026-03-02 or so' }],
    ['of no first day', { ...days, '/validFrom': undefined }],
    ['of a first day that is none', { ...days, '/validFrom': '2026-13-01' }],
    ['of no last day, and not that there is none', { ...days, '/validUntil': undefined }],
    ['of a last day that is none', { ...days, '/validUntil': '2031-02-29' }],
  ])('is none of a carrier that says nothing: %s', (_what, change) => {
    expect(saying(change)).toBeUndefined();
  });

  it('has a place on the status list when the carrier says address and index', () => {
    expect(genuine().place).toEqual({ uri: statusUri, index: 7 });
    const wrong: (JsonValue | undefined)[] = [undefined, null, 7, [], {}, { uri: statusUri }, { index: 7 }, statusUri];
    for (const status of [...wrong, { uri: 7, index: 7 }]) {
      expect(saying({ '/status': status })).not.toHaveProperty('place');
    }
    expect(saying({ '/status': { uri: statusUri, index: '7' } })).not.toHaveProperty('place');
  });
});

describe('a carrier alone', () => {
  it('is intact when it is the one expected', () => {
    expect(codes(judge(qr, { expected: { identifier: identifier() } })).integrity).toBe('passed intact');
    expect(codes(judge(qr, { expected: {} })).integrity).toBe('passed intact');
    const without = judge(qr, { trust: { unavailable: 'no network' } });
    expect(without.checks.map(({ check }) => check)).toEqual([...checkNames]);
    expect(codes(without).integrity).toBe('indeterminate trust-list-unavailable');
  });

  it.each<[string, CarrierEvidence, Partial<CarrierAloneEvidence>, string]>([
    ['as a code', qr, {}, 'passed issuer-confirmed'],
    ['as a vc+jwt', vc(), {}, 'passed issuer-confirmed'],
    ['whose authority has gone', qr, trust({ authorities: [] }), 'failed authority-not-listed'],
    [
      'of an authority with another address',
      vc((p) => (p.issuer = 'urn:x')),
      {},
      'failed identifier-of-another-authority',
    ],
    ['whose type has gone', qr, trust({ types: w.list.types.slice(1) }), 'failed type-not-listed'],
    ['of another type', vc((p) => (p.credentialSubject.licenceType = 'urn:x')), {}, 'failed vct-of-another-type'],
    ['without a trust list', qr, { trust: { unavailable: 'no network' } }, 'indeterminate trust-list-unavailable'],
  ])('has its issuer judged by the list: %s', (_how, evidence, change, issuer) => {
    const report = judge(evidence, change);
    expect(codes(report).issuer).toBe(issuer);
    expect(Object.hasOwn(report, 'licence')).toBe(issuer.startsWith('passed'));
  });

  it('may name its type by any address that the list has for it', () => {
    const types = w.list.types.map((type) => ({ ...type, vct: ['urn:old', ...type.vct] }));
    for (const evidence of [vc(), vc((p) => (p.credentialSubject.licenceType = 'urn:old'))]) {
      expect(codes(judge(evidence, trust({ types }))).issuer).toBe('passed issuer-confirmed');
    }
  });

  it.each<[string, { from: string; until?: string }, string]>([
    ['from the last moment of the day', { from: iso(start + 24 * hour - 1) }, 'passed right-held'],
    ['from the next day', { from: iso(start + 24 * hour) }, 'failed right-not-in-period'],
    ['until the first moment was over', { from: '2020-01-01T00:00:00Z', until: iso(start + 1) }, 'passed right-held'],
    ['until the day', { from: '2020-01-01T00:00:00Z', until: iso(start) }, 'failed right-not-in-period'],
  ])('may have been issued on a day with a right %s', (_when, period, right) => {
    const authorities = w.list.authorities.map((one) => ({ ...one, rights: [{ typeCode, ...period }] }));
    expect(codes(judge(qr, trust({ authorities })))['right-to-issue']).toBe(right);
  });

  it('has no right by an authority that is not listed, or by another’s', () => {
    expect(codes(judge(qr, trust({ authorities: [] })))['right-to-issue']).toBe('failed authority-not-listed');
    const authorities = w.list.authorities.map((one) =>
      one.creditCode === codeB ? one : { ...one, rights: [{ typeCode: otherType, from: '2020-01-01T00:00:00Z' }] },
    );
    expect(codes(judge(qr, trust({ authorities })))['right-to-issue']).toBe('failed right-not-held');
  });

  it('of an identifier that is none has no issuer and no right', () => {
    const unclear = saying({}, { identifier: 'ABC' }) as CarrierCase;
    expect(checkCarrierIssuer(unclear)).toMatchObject({ outcome: 'failed', code: 'identifier-invalid' });
    const check = 'right-to-issue';
    expect(checkCarrierRight(unclear)).toMatchObject({
      check,
      outcome: 'indeterminate',
      code: 'credential-unreadable',
    });
    expect(checkCarrierRight({ ...genuine(), trustThen: nobody })).toMatchObject({
      check,
      outcome: 'indeterminate',
      code: 'trust-list-unavailable',
      asOf: nobody.asOf,
    });
  });

  it.each([
    [start - 1, 'failed not-yet-issued'],
    [start, 'failed not-yet-valid'],
    [start + hour - 1, 'failed not-yet-valid'],
    [start + hour, 'passed in-force'],
    [start + 2 * hour - 1, 'passed in-force'],
    [start + 2 * hour, 'failed expired'],
  ])('is in force between its dates: at %s', (moment, said) => {
    const dates = { issued: start, from: start + hour, until: start + 2 * hour };
    const { outcome, code } = checkCarrierValidity({ ...genuine(), dates, at: moment });
    expect(`${outcome} ${code}`).toBe(said);
    const { code: open } = checkCarrierValidity({ ...genuine(), dates: { issued: start, from: start }, at: moment });
    expect(open).toBe(moment < start ? 'not-yet-issued' : 'in-force');
  });
});

describe('what is shown of a carrier alone', () => {
  const passed = checkNames.map((check): Check => ({ check, outcome: 'passed', code: 'intact', detail: '', asOf: '' }));
  const shown = (change: Record<string, JsonValue | undefined>, more: Partial<CarrierCase> = {}, checks = passed) =>
    reportCarrier({ ...(saying(change) as CarrierCase), ...more }, checks);

  it('is the name of every holder that a code says', () => {
    const input = c.qr({ holders: ['张三', '李四', '王五'] });
    expect(judge({ kind: 'qr', content: input }).licence?.holders).toEqual([
      { name: '张三' },
      { name: '李四' },
      { name: '王五' },
    ]);
  });

  it('is of the face what is said as a whole or by itself, and nothing from within a list', () => {
    const alone = {
      '/faceData': undefined,
      '/faceData/scope': '餐饮',
      '/faceData/list/0/name': '李四',
      '/typeName': '店',
    };
    expect(shown(alone)?.faceData).toEqual({ scope: '餐饮' });
    expect(shown({ ...alone, '/faceData': { whole: 1 } })?.faceData).toEqual({ whole: 1 });
    for (const face of [undefined, '店']) expect(shown({ '/faceData': face })?.faceData).toEqual({});
  });

  it('is left out where it is no text', () => {
    const change = { '/licenceNumber': null, '/validUntil': null, '/expires': null, '/holders': undefined };
    const licence = shown(change);
    for (const name of ['licenceNumber', 'validUntil']) expect(licence).not.toHaveProperty(name);
    expect(licence).toMatchObject({ holders: [], validFrom: '2026-03-02' });
  });

  it('is nothing when one of both checks that vouch for it is open, or nobody is known by the identifier', () => {
    expect(shown({})).toMatchObject({ identifier: identifier(), typeCode });
    for (const name of ['integrity', 'issuer']) {
      const open = passed.map((one): Check => (one.check === name ? { ...one, outcome: 'indeterminate' } : one));
      expect(shown({}, {}, open)).toBeUndefined();
    }
    expect(shown({}, { identifier: { ok: false, code: 'identifier-malformed' } })).toBeUndefined();
    expect(shown({}, { trustThen: nobody })).toBeUndefined();
    const list = (change: Partial<TrustList>) => ({ trustThen: { list: { ...w.list, ...change }, asOf: iso(at) } });
    expect(shown({}, list({ authorities: [] }))).toBeUndefined();
    expect(shown({}, list({ types: [] }))).not.toHaveProperty('typeName');
  });

  it('is nothing of a carrier that can’t be read, and each check says so', () => {
    const report = judge({ kind: 'qr', content: 'ELC1:' });
    expect(codes(report)).toEqual({
      ...Object.fromEntries(checkNames.map((name) => [name, 'indeterminate credential-unreadable'])),
      integrity: 'failed carrier-malformed',
    });
    expect(report).not.toHaveProperty('licence');
    expect(report.at).toBe(iso(at));
  });
});
