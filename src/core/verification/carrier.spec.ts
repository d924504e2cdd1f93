import { describe, expect, it } from '@jest/globals';
import { readCarrier } from '../carrier/read-carrier.js';
import type { CarrierEvidence, CarrierSaid, ReadCarrier } from '../carrier/said.js';
import { masterDigest } from '../credential/index.js';
import type { JsonValue } from '../json/index.js';
import { type CarrierInHand, contentFault, formFault, recordFault, signerFault, takeCarrier } from './carrier.js';
import { type Readable, readSubject } from './subject.js';
import { Carriers } from './testing/carriers.js';
import { at, crypto, iso, issuedAt, World } from './testing/world.js';

const w = new World();
const c = new Carriers(w);
const { credential } = w.issued;
const subject = () => readSubject(credential, crypto) as Readable;
/** The master with nothing disclosed. */
const bare = () => readSubject(credential.slice(0, credential.indexOf('~') + 1), crypto) as Readable;
const another = w.issue({ licenceNumber: '(2026) 0043' }).credential;

const content = c.qr();
const qr: CarrierInHand = { evidence: { kind: 'qr', content }, read: readCarrier('qr', content, crypto) };
const read = qr.read.ok ? qr.read.value : undefined;
if (read === undefined) throw new Error('a genuine code can’t be read');
/** A carrier that was read, as if it had said something else, or been of another kind. */
const inHand = (
  said: Partial<CarrierSaid>,
  more: Partial<ReadCarrier> = {},
  evidence: Partial<CarrierEvidence> = {},
) => {
  const value: ReadCarrier = { ...read, ...more, said: { ...read.said, ...said } };
  const carrier: CarrierInHand = { evidence: { ...qr.evidence, ...evidence }, read: { ok: true, value } };
  return { carrier, value };
};
const fields = (change: Record<string, JsonValue>) => new Map([...read.said.fields, ...Object.entries(change)]);

describe(formFault.name, () => {
  const fault = ({ carrier }: ReturnType<typeof inHand>) => formFault(carrier, subject(), crypto);

  it('finds nothing wrong with a carrier that names its master, or has it attached', () => {
    expect(takeCarrier(qr.evidence, crypto)).toMatchObject({
      evidence: qr.evidence,
      read: { ok: true, value: { kind: 'qr' } },
    });
    expect(formFault(qr, subject(), crypto)).toBeUndefined();
    expect(fault(inHand({}, { master: credential }))).toBeUndefined();
    expect(fault(inHand({}, { master: credential.slice(0, credential.indexOf('~') + 1) }))).toBeUndefined();
  });

  it('takes neither one that names another master nor one with another attached', () => {
    const code = { code: 'carrier-of-another-master' };
    const digest = masterDigest(another, crypto);
    expect(fault(inHand({ masterDigest: digest }))).toEqual(code);
    expect(fault(inHand({ masterDigest: digest }, { master: credential }))).toEqual(code);
    expect(fault(inHand({}, { master: another }))).toEqual(code);
    expect(fault(inHand({ masterDigest: digest }, { master: another }))).toEqual(code);
  });

  it('tells why a carrier can’t be read, and where', () => {
    const broken = (content: string) => formFault(takeCarrier({ kind: 'qr', content }, crypto), subject(), crypto);
    expect(broken('hello')).toMatchObject({
      code: 'carrier-malformed',
      particulars: expect.stringMatching(/^[a-z-]+$/),
    });
    const refused = { ok: false, code: 'vc-jwt-credential', pointer: '/id' } as const;
    expect(formFault({ ...qr, read: refused }, subject(), crypto)).toEqual({
      code: 'carrier-malformed',
      particulars: 'vc-jwt-credential /id',
    });
  });
});

describe(signerFault.name, () => {
  const listed = (change: Parameters<typeof c.listed>[0] = {}) => ({
    ...w.list,
    keys: [...w.list.keys, c.listed(change)],
  });
  const fault = (change: Parameters<typeof c.listed>[0], now = at, issued = issuedAt) =>
    signerFault(qr, read, listed(change), { issuedAt: issued, now })?.code;

  it('believes a key from the moment that the list gives it on, and for licences issued before its end', () => {
    expect(fault({ from: iso(at) })).toBeUndefined();
    expect(fault({ from: iso(at + 1) })).toBe('carrier-signer-not-in-period');
    expect(fault({ until: iso(issuedAt + 1) })).toBeUndefined();
    expect(fault({ until: iso(issuedAt) })).toBe('carrier-signer-not-in-period');
  });

  it('knows no key that the list has for something else', () => {
    expect(fault({ use: 'promise' })).toBe('carrier-signer-unknown');
    expect(signerFault(qr, { ...read, signedBy: () => false }, listed(), { issuedAt, now: at })).toEqual({
      code: 'carrier-signature-wrong',
    });
  });
});

describe(contentFault.name, () => {
  const fault = ({ carrier, value }: ReturnType<typeof inHand>, by = subject(), list = w.list) =>
    contentFault(carrier, value, by, list, crypto);
  const differs = (particulars: string) => ({ code: 'carrier-field-differs', particulars });
  const more = { fields: fields({ '/faceData/motto': '诚信' }) };

  it('finds a field that differs, and one that a whole master lacks', () => {
    expect(fault(inHand({}))).toBeUndefined();
    expect(fault(inHand({ fields: fields({ '/faceData/scope': '住宿' }) }))).toEqual(differs('/faceData/scope'));
    expect(fault(inHand(more, {}, { masterFound: true }))).toEqual(differs('/faceData/motto'));
    expect(fault(inHand(more, { kind: 'pdf' }, { kind: 'pdf' }))).toEqual(differs('/faceData/motto'));
  });

  it('bears with what a presentation may merely not disclose', () => {
    expect(fault(inHand(more))).toBeUndefined();
    expect(fault(inHand(more, {}, { masterFound: false }))).toBeUndefined();
    expect(fault(inHand({}), bare())).toBeUndefined();
    expect(fault(inHand({}, {}, { masterFound: true }), bare())).toEqual(differs('/licenceNumber'));
  });

  it('holds names against today’s list only where the registry has not made these very bytes', () => {
    const former = { fields: fields({ '/issuer/name': '旧机构' }) };
    expect(fault(inHand(former, {}, { onRecord: true }))).toBeUndefined();
    for (const onRecord of [undefined, false]) {
      expect(fault(inHand(former, {}, { onRecord }))).toEqual(differs('/issuer/name'));
    }
    const today = { fields: fields({ '/issuer/name': '机构L' }) };
    expect(fault(inHand(today))).toBeUndefined();
    expect(fault(inHand({ fields: fields({ '/faceData/scope': '住宿' }) }, {}, { onRecord: true }))).toEqual(
      differs('/faceData/scope'),
    );
  });

  it('says of bytes that the registry did not make that they are not on record, when nothing else is wrong', () => {
    expect(fault(inHand({}, {}, { onRecord: false }))).toEqual({ code: 'carrier-not-on-record' });
    for (const onRecord of [undefined, true]) expect(recordFault({ ...qr.evidence, onRecord })).toBeUndefined();
  });

  it('has nothing to compare with when the disclosures are wrong', () => {
    const wrong = { ...subject(), whole: { ok: false, code: 'disclosure-unused' } } as unknown as Readable;
    expect(fault(inHand({ fields: fields({ '/faceData/scope': '住宿' }) }), wrong)).toBeUndefined();
  });
});
