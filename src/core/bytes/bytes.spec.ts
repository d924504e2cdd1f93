import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  concatBytes,
  equalBytes,
  formatDigest,
  fromBase64url,
  fromHex,
  parseDigest,
  textsFromBase64url,
  toBase64url,
  toHex,
  utf8Decode,
  utf8Encode,
} from './index.js';

describe('base64url', () => {
  it('writes and reads what Buffer writes, at every length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64url(text)).toEqual(bytes);
      }),
    );
  });

  it('writes more than one block', () => {
    const bytes = new Uint8Array(10_000).map((_, i) => i * 7);
    expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
  });

  it('reads no text that it would not write itself', () => {
    const letter = fc.constantFrom(...'AZaz09-_+/= \n\u0141Ā\u2160é');
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 12 }), (letters) => {
        const text = letters.join('');
        const bytes = fromBase64url(text);
        const canonical =
          /^[A-Za-z0-9_-]*$/.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text;
        expect(bytes !== undefined).toBe(canonical);
        if (bytes) expect(toBase64url(bytes)).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['padding', 'QQ=='],
    ['trailing bits of one byte', 'QR'],
    ['trailing bits of two bytes', 'QUF'],
    ['white space', 'QUFB\n'],
    ['a single character left over', 'QUFBQ'],
    ['the plus of the other alphabet', 'QUF+'],
    ['the slash of the other alphabet', 'QUF/'],
    ['a letter that is A in its low seven bits', 'QUF\u0141'],
    ['a NUL', 'QUF\0'],
  ])('refuses %s', (_, text) => expect(fromBase64url(text)).toBeUndefined());

  it('reads texts longer than any that it keeps room for', () => {
    for (const length of [4_095, 4_096, 4_097, 30_000]) {
      const bytes = new Uint8Array(length).map((_, i) => i * 11);
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      expect(fromBase64url(`${toBase64url(bytes).slice(0, -1)}é`)).toBeUndefined();
    }
  });

  it('reads many texts at once as it reads each', () => {
    const one = (text: string) => {
      const bytes = fromBase64url(text);
      const read = bytes && utf8Decode(bytes);
      return read?.includes('\0') ? undefined : read;
    };
    const good = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => Buffer.from(text).toString('base64url'));
    const any = fc.oneof(
      { arbitrary: good, weight: 9 },
      fc.string({ unit: fc.constantFrom(...'AQUFB~\0éĀ-_='), maxLength: 9 }),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (encoded) => {
        const each = encoded.map(one);
        expect(textsFromBase64url(encoded)).toEqual(each.includes(undefined) ? undefined : each);
      }),
      { numRuns: 3000 },
    );
    expect(textsFromBase64url([])).toEqual([]);
    expect(textsFromBase64url([toBase64url(Uint8Array.of(0xe9)), toBase64url(Uint8Array.of(0xa9))])).toBeUndefined();
    expect(textsFromBase64url(Array.from({ length: 2_000 }, () => '5LiA'))).toEqual(Array(2_000).fill('一'));
  });

  it('reads the empty text as no bytes', () => expect(fromBase64url('')).toEqual(new Uint8Array(0)));
});

describe('hex', () => {
  it('round-trips and reads capitals', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(fromHex(toHex(bytes).toUpperCase())).toEqual(bytes);
      }),
    );
  });

  it.each(['0', '0x00', 'g0', '\u00e10', ' 00 ', '0\u0445'])('refuses %j', (text) =>
    expect(fromHex(text)).toBeUndefined(),
  );
});

describe('digest', () => {
  it('has one spelling', () => {
    const bytes = new Uint8Array(32).fill(255);
    const text = formatDigest(bytes);
    expect(text).toBe(`sha-256:${'_'.repeat(42)}8`);
    expect(parseDigest(text)).toEqual(bytes);
    expect(parseDigest(text.replace('8', '9'))).toBeUndefined();
    expect(parseDigest(text.slice(0, -1))).toBeUndefined();
    expect(parseDigest(`${text}A`)).toBeUndefined();
    expect(parseDigest(text.replace('sha', 'SHA'))).toBeUndefined();
  });

  it('is made of 32 bytes only', () => expect(() => formatDigest(new Uint8Array(31))).toThrow('32 bytes'));
});

describe('utf8', () => {
  it('round-trips Chinese and characters beyond the basic plane', () =>
    expect(utf8Decode(utf8Encode('证照𠮷'))).toBe('证照𠮷'));

  it('refuses bytes that are no UTF-8, overlong forms among them', () => {
    expect(utf8Decode(Uint8Array.of(0xff))).toBeUndefined();
    expect(utf8Decode(Uint8Array.of(0xc0, 0x80))).toBeUndefined();
    expect(utf8Decode(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined();
  });

  it('keeps a byte order mark, so that the JSON reader sees it', () =>
    expect(utf8Decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31))).toBe('\ufeff1'));
});

describe('joining and comparing', () => {
  it('joins in order', () =>
    expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3)));

  it('tells a prefix and one changed byte from equal', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  });
});
