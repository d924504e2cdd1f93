import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concatBytes } from '../../bytes/index.js';
import { crypto as platform } from '../../verification/testing/world.js';
import { fromBase45, toBase45 } from './base45.js';
import { type CborValue, encodeCbor } from './cbor.js';
import { coseSigningInput, formatCoseSign1 } from './cose-sign1.js';
import { offlineQrKid, readOfflineQr, verifyOfflineQr } from './index.js';
import { crypto, madeText, newCarrierKey, specimenInput } from './testing/specimen.js';

const key = newCarrierKey();
const text = madeText(specimenInput, key);
const whole = readOfflineQr(text, crypto);
const message = new Uint8Array(inflateSync(fromBase45(text.slice(5))!));
const codeOf = (given: string) => {
  const qr = readOfflineQr(given, crypto);
  return qr.ok ? 'read' : qr.code;
};
const wrap = (bytes: Uint8Array) => `ELC1:${toBase45(deflateSync(bytes))}`;
const wrapPayload = (payload: Uint8Array) => {
  const kid = offlineQrKid(key.keyId)!;
  return wrap(formatCoseSign1(kid, payload, key.sign(coseSigningInput(kid, payload))));
};

describe('a changed offline QR', () => {
  it('never verifies, whichever bit of the signed message was turned', () => {
    expect(codeOf(wrap(message))).toBe('read');
    for (let at = 0; at < message.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Uint8Array.from(message);
        changed[at] = changed[at]! ^ (1 << bit);
        const qr = readOfflineQr(wrap(changed), crypto);
        if (qr.ok) expect([at, bit, verifyOfflineQr(qr.value, key, platform)]).toEqual([at, bit, false]);
      }
    }
  });

  it('is refused or says the same, whichever character was changed', () => {
    for (let at = 0; at < text.length; at++) {
      for (const character of ['0', ':', 'Z']) {
        if (text[at] === character) continue;
        const qr = readOfflineQr(text.slice(0, at) + character + text.slice(at + 1), crypto);
        // The last bits of a zlib stream are padding: only there may a change say the same.
        if (qr.ok) expect([at, qr]).toEqual([at, whole]);
      }
    }
  });

  it('is refused when cut short or followed by more', () => {
    for (let length = 0; length < text.length; length++) expect(codeOf(text.slice(0, length))).not.toBe('read');
    for (const more of ['0', '00', '000', ' ']) expect(codeOf(text + more)).not.toBe('read');
    for (let length = 0; length < message.length; length++) {
      expect(codeOf(wrap(message.subarray(0, length)))).not.toBe('read');
    }
    expect(codeOf(wrap(concatBytes(message, new Uint8Array(1))))).toBe('offline-qr-cose');
  });
});

describe('a malformed offline QR', () => {
  const good: [number, CborValue][] = [
    [1, specimenInput.identifier],
    [2, new Uint8Array(32)],
    [3, 20_000],
    [7, ['a']],
  ];
  const payloadOf = (...changes: [number | string, CborValue][]) =>
    wrapPayload(encodeCbor(new Map<number | string, CborValue>([...good, ...changes])));
  const raw = (hex: string) => wrapPayload(Uint8Array.from(Buffer.from(hex, 'hex')));

  it.each([
    ['', 'offline-qr-prefix'],
    ['ELC2:000', 'offline-qr-prefix'],
    ['HC1:000', 'offline-qr-prefix'],
    ['ELC1:', 'offline-qr-compression'],
    ['ELC1:0', 'offline-qr-base45'],
    ['ELC1:abc', 'offline-qr-base45'],
    ['ELC1:::', 'offline-qr-base45'],
    [`ELC1:${'0'.repeat(4292)}`, 'offline-qr-too-large'],
    [wrap(new Uint8Array(4097)), 'offline-qr-compression'],
    [wrap(new Uint8Array(4096).fill(0x81)), 'offline-qr-cose'],
    [wrap(concatBytes(Uint8Array.of(0xd2), new Uint8Array(4095).fill(0x81))), 'offline-qr-cose'],
  ])('is refused: %.40p', (given, code) => expect(codeOf(given)).toBe(code));

  it('is refused for each part of the COSE message that is another', () => {
    const kid = offlineQrKid(key.keyId)!;
    const header = (entries: [number, CborValue][]) => encodeCbor(new Map(entries));
    const right = header([
      [1, -7],
      [4, kid],
    ]);
    const made = (...parts: CborValue[]) => wrap(concatBytes(Uint8Array.of(0xd2), encodeCbor(parts)));
    const signature = new Uint8Array(64);
    const payload = encodeCbor(new Map(good));
    expect(codeOf(made(right, new Map(), payload, signature))).toBe('read');
    const others: CborValue[][] = [
      [
        header([
          [1, -35],
          [4, kid],
        ]),
        new Map(),
        payload,
        signature,
      ],
      [header([[1, -7]]), new Map(), payload, signature],
      [
        header([
          [1, -7],
          [4, kid],
          [2, [1]],
        ]),
        new Map(),
        payload,
        signature,
      ],
      [
        header([
          [1, -7],
          [4, kid.subarray(1)],
        ]),
        new Map(),
        payload,
        signature,
      ],
      [
        header([
          [1, -7],
          [4, 'textual!'],
        ]),
        new Map(),
        payload,
        signature,
      ],
      [right, new Map([[4, kid]]), payload, signature],
      [right, [], payload, signature],
      [right, new Map(), 'payload', signature],
      [right, new Map(), payload, signature.subarray(1)],
      [right, new Map(), payload],
      [right, new Map(), payload, signature, 0],
      [concatBytes(right, new Uint8Array(1)), new Map(), payload, signature],
    ];
    for (const parts of others) expect(codeOf(made(...parts))).toBe('offline-qr-cose');
    const untagged = encodeCbor([right, new Map(), payload, signature]);
    expect(codeOf(wrap(untagged))).toBe('offline-qr-cose');
    expect(codeOf(wrap(concatBytes(Uint8Array.of(0xd1), untagged)))).toBe('offline-qr-cose');
  });

  it.each([
    ['indefinite length', 'bf0102ff'],
    ['a key twice', 'a201020103'],
    ['keys out of order', 'a203000100'],
    ['a length that is not the shortest', 'b801010 0'.replace(' ', '')],
    ['a number that is not the shortest', 'a1180100'],
    ['a float for a whole number', 'a103f93c00'],
    ['a float', 'a103f93e00'],
    ['undefined', 'a103f7'],
    ['a number beyond what is exact', 'a1031b0020000000000001'],
    ['text that is no UTF-8', 'a10161ff'],
    ['a tag', 'a103c100'],
    ['bytes after the end', 'a000'],
    ['no map', '80'],
    ['nothing', ''],
  ])('is refused for CBOR with %s', (_, hex) => expect(codeOf(raw(hex))).toMatch(/^offline-qr-(payload|content)$/));

  it('is refused for what the payload says', () => {
    expect(codeOf(payloadOf())).toBe('read');
    expect(codeOf(payloadOf([11, 1]))).toBe('offline-qr-payload');
    expect(codeOf(payloadOf(['identifier', 'x']))).toBe('offline-qr-payload');
    const outside: [number, CborValue][] = [
      [1, 'x'],
      [1, 5],
      [2, new Uint8Array(31)],
      [2, 'x'],
      [3, '2026-11-25'],
      [3, 1e9],
      [3, Number.MAX_SAFE_INTEGER],
      [4, 'x'],
      [5, true],
      [6, ''],
      [6, 5],
      [7, 'a'],
      [7, []],
      [7, [5]],
      [8, ['a']],
      [8, new Map()],
      [8, new Map([[1, 'a']])],
      [8, new Map([['__proto__', 'a']])],
      [8, new Map([['name', ['a']]])],
      [8, new Map([['name', 'a'.repeat(501)]])],
    ];
    for (const change of outside) expect([change, codeOf(payloadOf(change))]).toEqual([change, 'offline-qr-content']);
  });

  it('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => expect(codeOf(`ELC1:${any}`)).not.toBe('read')));
    fc.assert(fc.property(fc.uint8Array(), (any) => expect(codeOf(wrap(any))).not.toBe('read')));
    fc.assert(fc.property(fc.uint8Array(), (any) => expect(codeOf(wrapPayload(any))).not.toBe('read')));
  });
});
