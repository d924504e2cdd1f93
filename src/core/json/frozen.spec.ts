import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freezeWhole, isFrozenWhole, type JsonValue } from './index.js';

describe(freezeWhole.name, () => {
  it('gives back the same value, which can not change anywhere', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(freezeWhole(value)).toBe(value);
        expect([isFrozenWhole(value), JSON.stringify(value)]).toEqual([true, text]);
      }),
    );
    const value = freezeWhole({ a: [{ b: 1 }] });
    expect(() => {
      value.a[0]!.b = 2;
    }).toThrow(TypeError);
  });
});

describe(isFrozenWhole.name, () => {
  it.each<[string, JsonValue]>([
    ['an open object', {}],
    ['an open array', []],
    ['one with an open member', Object.freeze({ a: {} })],
    ['one deep inside', Object.freeze([Object.freeze({ a: Object.freeze([{ b: 1 }]) })]) as unknown as JsonValue],
    ['one that may grow', Object.seal({ a: 1 })],
  ])('knows %s', (_, value) => expect(isFrozenWhole(value)).toBe(false));

  it('trusts no member that is a function call, nor one under a symbol', () => {
    let n = 0;
    const counting = Object.freeze(Object.defineProperty({}, 'a', { get: () => n++, enumerable: true }));
    expect(isFrozenWhole(counting)).toBe(false);
    expect(isFrozenWhole(Object.freeze({ [Symbol('a')]: {} }))).toBe(false);
  });
});
