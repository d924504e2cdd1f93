import { describe, expect, it } from '@jest/globals';
import { es256Key, listOf, literal, members, nullOr, oneOf, textOf, wholeNumber } from './index.js';

describe(members.name, () => {
  const strict = members({ a: wholeNumber(0) }, { b: textOf(3) });
  const open = members({ a: wholeNumber(0) }, {}, 'ignored');

  it('wants every required member, takes optional ones, and refuses or ignores others', () => {
    expect([{ a: 0 }, { a: 1, b: 'x' }].every(strict)).toBe(true);
    expect([{}, { b: 'x' }, { a: -1 }, { a: 1, b: '' }, { a: 1, b: 'long' }, { a: 1, c: 1 }].some(strict)).toBe(false);
    expect(open({ a: 1, c: 1 })).toBe(true);
  });

  it('is not taken in by prototypes, arrays and names of Object', () => {
    expect(strict(Object.create({ a: 1 }))).toBe(false);
    expect(strict(JSON.parse('{"a":1,"__proto__":{}}'))).toBe(false);
    expect(strict(JSON.parse('{"a":1,"constructor":1}'))).toBe(false);
    expect([null, [], 'a', 1].some(strict)).toBe(false);
  });
});

describe('small guards', () => {
  it('bound lists, texts and numbers', () => {
    expect(listOf(textOf(1), 2, 1)(['a', 'b'])).toBe(true);
    expect([[], ['a', 'b', 'c'], ['ab'], { length: 1, 0: 'a' }].some(listOf(textOf(1), 2, 1))).toBe(false);
    expect([1.5, Number.NaN, 2 ** 53, -0, '1', 1n, null].some(wholeNumber())).toBe(false);
    expect([-5, 0, 2 ** 53 - 1].every(wholeNumber())).toBe(true);
    expect(nullOr(literal('a'))(null) && nullOr(literal('a'))('a')).toBe(true);
    expect(nullOr(literal('a'))(undefined) || oneOf(['a', 'b'])('c')).toBe(false);
  });

  it('take a public P-256 key and never a private one', () => {
    const key = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
    expect(es256Key(key)).toBe(true);
    expect(
      [
        { ...key, d: 'A' },
        { ...key, crv: 'P-384' },
        { ...key, x: `${'A'.repeat(42)}B` },
        { ...key, y: 1 },
      ].some(es256Key),
    ).toBe(false);
  });
});
