import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatDigest, toHex } from '../../bytes/index.js';
import { assembleOfflineQr, namesKey, type OfflineQrInput, readOfflineQr, verifyOfflineQr } from './index.js';
import { crypto, deflate, madeText, newCarrierKey, specimenInput } from './testing/specimen.js';

const key = newCarrierKey();
const read = (text: string) => {
  const qr = readOfflineQr(text, crypto);
  if (!qr.ok) throw new Error(qr.code);
  return qr.value;
};

describe('an offline QR', () => {
  it('says again what went in, with type and issuer from the identifier, and verifies', () => {
    const qr = read(madeText(specimenInput, key));
    expect(qr.said).toEqual({
      ...specimenInput,
      typeCode: '11100000000013338W011',
      issuerCode: '11440300MB2D01234X',
    });
    expect(verifyOfflineQr(qr, key, crypto)).toBe(true);
    expect(namesKey(qr, 'not a thumbprint')).toBe(false);
  });

  it('signs the Sig_structure of RFC 9052 with a protected header of algorithm and key id', () => {
    const assembled = assembleOfflineQr(specimenInput, key.keyId);
    const input = assembled.ok ? toHex(assembled.value.signingInput) : '';
    const kid = Buffer.from(key.keyId, 'base64url').subarray(0, 8).toString('hex');
    // ["Signature1", h'A2 01 26 04 48 kid', h'', payload of one length byte]
    const start = `846a5369676e6174757265314da201260448${kid}4058`;
    expect(input.slice(0, start.length)).toBe(start);
  });

  it('of another key does not verify, also when that key has the same id', () => {
    const qr = read(madeText(specimenInput, key));
    const other = newCarrierKey();
    expect(verifyOfflineQr(qr, other, crypto)).toBe(false);
    expect(verifyOfflineQr(qr, { ...other, keyId: key.keyId }, crypto)).toBe(false);
    expect(verifyOfflineQr(qr, { ...key, keyId: other.keyId }, crypto)).toBe(false);
  });

  it('uses only characters of the alphanumeric mode', () => {
    expect(madeText(specimenInput, key)).toMatch(/^ELC1:[0-9A-Z $%*+\-./:]+$/);
  });

  it('round-trips whatever lies within the bounds', () => {
    const day = fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const name = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,12}$/);
    const field = fc.oneof(text, fc.maxSafeInteger(), fc.boolean());
    const input: fc.Arbitrary<OfflineQrInput> = fc.record(
      {
        identifier: fc.constant(specimenInput.identifier),
        masterDigest: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(formatDigest),
        issuanceDate: day,
        holders: fc.array(text, { minLength: 1, maxLength: 4 }),
        validFrom: day,
        validUntil: day,
        licenceNumber: text,
        faceData: fc.dictionary(name, field, { minKeys: 1, maxKeys: 6, noNullPrototype: true }),
      },
      { requiredKeys: ['identifier', 'masterDigest', 'issuanceDate', 'holders'] },
    );
    fc.assert(
      fc.property(input, (given) => {
        const qr = read(madeText(given, key));
        expect(qr.said).toMatchObject(given);
        expect(verifyOfflineQr(qr, key, crypto)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses to say what lies outside the bounds, by its pointer', () => {
    const said = (change: object) => assembleOfflineQr({ ...specimenInput, ...change } as OfflineQrInput, key.keyId);
    const cases: [object, string][] = [
      [{ identifier: `${specimenInput.identifier}X` }, '/identifier'],
      [{ masterDigest: 'sha-256:x' }, '/masterDigest'],
      [{ issuanceDate: '2026-02-30' }, '/issuanceDate'],
      [{ issuanceDate: undefined }, '/issuanceDate'],
      [{ validFrom: '2026' }, '/validFrom'],
      [{ validUntil: '' }, '/validUntil'],
      [{ licenceNumber: '号'.repeat(101) }, '/licenceNumber'],
      [{ licenceNumber: '\ud800' }, '/licenceNumber'],
      [{ holders: [] }, '/holders'],
      [{ holders: Array(51).fill('a') }, '/holders'],
      [{ holders: [''] }, '/holders'],
      [{ faceData: {} }, '/faceData'],
      [{ faceData: { 'not a name': 'a' } }, '/faceData'],
      [{ faceData: { name: 1.5 } }, '/faceData'],
      [{ faceData: { name: null } }, '/faceData'],
      [{ faceData: { name: '文'.repeat(501) } }, '/faceData'],
    ];
    for (const [change, pointer] of cases) {
      expect([change, said(change)]).toEqual([change, { ok: false, code: 'offline-qr-content', pointer }]);
    }
    expect(() => assembleOfflineQr(specimenInput, 'key-1')).toThrow('thumbprint');
  });

  it('refuses to be larger than version 25 at level M', () => {
    const faceData = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field${i}`, newCarrierKey().keyId]));
    const assembled = assembleOfflineQr({ ...specimenInput, faceData }, key.keyId);
    if (!assembled.ok) throw new Error(assembled.code);
    const text = assembled.value.finish(new Uint8Array(64), deflate);
    expect(text).toEqual({ ok: false, code: 'offline-qr-too-large' });
    const longest = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field${i}`, 'a'.repeat(400)]));
    expect(assembleOfflineQr({ ...specimenInput, faceData: longest }, key.keyId)).toEqual(text);
  });
});
