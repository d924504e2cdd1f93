import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { concatBytes } from '../../bytes/index.js';
import { crypto as platform } from '../../verification/testing/world.js';
import { toBase45 } from './base45.js';
import { type CborValue, encodeCbor } from './cbor.js';
import { coseSigningInput, formatCoseSign1 } from './cose-sign1.js';
import { assembleOfflineQr, offlineQrKid, offlineQrLimits, readOfflineQr, verifyOfflineQr } from './index.js';
import { crypto, deflate, madeText, newCarrierKey, smallWebp, specimenInput } from './testing/specimen.js';

const key = newCarrierKey();
const portrait = { field: 'portrait', digest: specimenInput.masterDigest, picture: smallWebp(1000) };
const input = { ...specimenInput, portrait };
const digest = new Uint8Array(32).fill(7);
const codeOf = (text: string) => {
  const qr = readOfflineQr(text, crypto);
  return qr.ok ? 'read' : `${qr.code}${qr.pointer ?? ''}`;
};
const payloadOf = (...changes: [number, CborValue][]) => {
  const kid = offlineQrKid(key.keyId)!;
  const good: [number, CborValue][] = [
    [1, specimenInput.identifier],
    [2, new Uint8Array(32)],
    [3, 20_000],
    [7, ['a']],
  ];
  const payload = encodeCbor(new Map<number, CborValue>([...good, ...changes]));
  return `ELC1:${toBase45(deflate(formatCoseSign1(kid, payload, key.sign(coseSigningInput(kid, payload)))))}`;
};

describe('an offline QR with a portrait', () => {
  it('says the picture and what it was made from, longer than the form without', () => {
    const text = madeText(input, key);
    expect(text.length).toBeGreaterThan(offlineQrLimits.textLength);
    expect(text.length).toBeLessThanOrEqual(offlineQrLimits.portraitTextLength);
    const qr = readOfflineQr(text, crypto);
    if (!qr.ok) throw new Error(qr.code);
    expect(qr.value.said).toMatchObject(input);
    expect(verifyOfflineQr(qr.value, key, platform)).toBe(true);
    expect(verifyOfflineQr(qr.value, newCarrierKey(), platform)).toBe(false);
  });

  it('is as long as a code of version 40 holds, and the form without one no longer for it', () => {
    const noise = (length: number) =>
      Object.fromEntries(Array.from({ length }, (_, n) => [`field${n}`, newCarrierKey().keyId]));
    const made = (change: object) => {
      const assembled = assembleOfflineQr({ ...specimenInput, ...change }, key.keyId);
      const text = assembled.ok ? assembled.value.finish(new Uint8Array(64), deflate) : assembled;
      return text.ok ? text.value.length : text.code;
    };
    const largest = { ...portrait, picture: smallWebp(offlineQrLimits.picture) };
    expect(made({ faceData: noise(11) })).toBeLessThanOrEqual(offlineQrLimits.textLength);
    // Whatever fits without a portrait fits with the largest one.
    expect(made({ faceData: noise(11), portrait: largest })).toBeLessThanOrEqual(offlineQrLimits.portraitTextLength);
    expect(made({ faceData: noise(30) })).toBe('offline-qr-too-large');
    expect(made({ faceData: noise(30), portrait: largest })).toBe('offline-qr-too-large');
    const long = Object.entries(noise(30))
      .flat()
      .map((text): [string, string] => [text.replaceAll(/[^a-z]/g, 'x'), text]);
    expect(codeOf(payloadOf([8, new Map(long.slice(0, 32))]))).toBe('offline-qr-too-large');
  });

  it('is never read as signed, whichever byte of its text was changed', () => {
    const text = madeText(input, key);
    for (let at = 5; at < text.length; at += 7) {
      const qr = readOfflineQr(`${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`, crypto);
      if (qr.ok) expect([at, verifyOfflineQr(qr.value, key, platform) && qr.value.said]).toEqual([at, false]);
    }
  });

  it('has picture and origin, or neither', () => {
    const picture = smallWebp(200);
    expect(codeOf(payloadOf([9, picture], [10, new Map([['portrait', digest]])]))).toBe('read');
    const halves: [number, CborValue][][] = [
      [[9, picture]],
      [[10, new Map([['portrait', digest]])]],
      [
        [9, picture],
        [10, digest],
      ],
      [
        [9, picture],
        [10, new Map()],
      ],
      [
        [9, picture],
        [
          10,
          new Map([
            ['portrait', digest],
            ['other', digest],
          ]),
        ],
      ],
      [
        [9, picture],
        [10, new Map([['portrait', digest.subarray(1)]])],
      ],
      [
        [9, picture],
        [10, new Map([[1, digest]])],
      ],
      [
        [9, picture],
        [10, new Map([['Portrait', digest]])],
      ],
      [
        [9, 'picture'],
        [10, new Map([['portrait', digest]])],
      ],
    ];
    for (const half of halves)
      expect([half, codeOf(payloadOf(...half))]).toEqual([half, 'offline-qr-content/portrait']);
  });

  it.each([
    ['too many bytes', smallWebp(offlineQrLimits.picture + 2)],
    ['no bytes', new Uint8Array(0)],
    ['bytes after its end', concatBytes(smallWebp(200), new Uint8Array(2))],
    ['another length than it says', smallWebp(200, (bytes) => bytes.set([9], 4))],
    ['an odd length', smallWebp(200).subarray(0, 199)],
    ['a chunk of another length', smallWebp(200, (bytes) => bytes.set([9], 16))],
    ['the extended form', smallWebp(200, (bytes) => bytes.set([0x58], 15))],
    ['the lossless form', smallWebp(200, (bytes) => bytes.set([0x4c], 15))],
    ['another name', smallWebp(200, (bytes) => bytes.set([0x57], 0))],
    ['a frame that follows another', smallWebp(200, (bytes) => bytes.set([0x11], 20))],
    ['a frame that is not shown', smallWebp(200, (bytes) => bytes.set([0x00], 20))],
    ['a partition beyond its end', smallWebp(200, (bytes) => bytes.set([0x10, 0xff], 20))],
    ['another start code', smallWebp(200, (bytes) => bytes.set([0x9c], 23))],
    ['a side too long', smallWebp(200, (bytes) => bytes.set([161], 26))],
    ['a side too short', smallWebp(200, (bytes) => bytes.set([23], 28))],
    ['a side of thousands', smallWebp(200, (bytes) => bytes.set([96, 0x3f], 26))],
    ['a stretched side', smallWebp(200, (bytes) => bytes.set([96, 0x40], 26))],
    ['noise', Uint8Array.from(randomBytes(200))],
    ['a JPEG', Uint8Array.from([0xff, 0xd8, 0xff, ...Array<number>(99).fill(0)])],
  ])('is refused with %s for a picture', (_, picture) => {
    const refusal = { ok: false, code: 'offline-qr-content', pointer: '/portrait' };
    expect(assembleOfflineQr({ ...specimenInput, portrait: { ...portrait, picture } }, key.keyId)).toEqual(refusal);
    expect(codeOf(payloadOf([9, picture], [10, new Map([['portrait', digest]])]))).toMatch(
      /^offline-qr-(content\/portrait|too-large)$/,
    );
  });
});
