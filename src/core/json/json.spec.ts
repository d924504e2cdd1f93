import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, type JsonValue, parseStrictArrays, parseStrictJson } from './index.js';

const limits = { maxLength: 1000, maxDepth: 5 };
const read = (text: string) => parseStrictJson(text, limits);

describe('parseStrictArrays', () => {
  const each = (texts: string[]) => {
    const values = texts.map((text) =>
      text.startsWith('[') && text.endsWith(']') ? read(text) : { ok: false as const },
    );
    return values.every(({ ok }) => ok) ? values.map((one) => one.ok && one.value) : undefined;
  };

  it('reads many as each, and refuses all when it would refuse one', () => {
    const good = fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 3 }).map((value) => JSON.stringify(value));
    const signs = fc.string({ unit: fc.constantFrom(...'[]{},:"\\ab1 '), maxLength: 8 });
    const any = fc.oneof(
      { arbitrary: good, weight: 4 },
      signs.map((text) => `[${text}]`),
      signs,
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (texts) =>
        expect(parseStrictArrays(texts, limits)).toEqual(each(texts)),
      ),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ['one that closes before its end and one that opens before', ['["a"],["b"', '"c"],["d"]']],
    ['two in the place of one, and a half beside', ['["a"', '"b"]', '["c"],["d"]']],
    ['a string that goes on in the next', ['["a', 'b"]']],
    ['a quote behind a backslash', ['["a\\"]', '["b"]']],
    ['brackets that do not fit', ['[{]', '[}]']],
    ['a member twice in one of them', ['[{"a":1,"a":2}]', '[{"b":1}]']],
    ['white space around', [' ["a"]', '["b"]']],
    ['one nested too deep', ['[[[[[[]]]]]]', '[]']],
    ['one too long', [`["${'a'.repeat(1000)}"]`, '[]']],
    ['a lone surrogate in escapes', ['["\\ud800"]', '["\\udc00"]']],
    ['a number beyond a double', ['[1e999]', '[]']],
    ['an object', ['{"a":[]}', '[]']],
    ['nothing', ['', '[]']],
  ])('refuses %s', (_, texts) => expect(parseStrictArrays(texts, limits)).toBeUndefined());
});

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads when no member is doubled', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(text, { maxLength: 1e6, maxDepth: 20 })).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it.each([
    ['a member twice', '{"a":1,"a":2}'],
    ['a member twice with one value', '{"a":1,"a":1}'],
    ['an escaped twin', '{"a":1,"\\u0061":2}'],
    ['a twin of __proto__', '{"__proto__":1,"__proto__":2}'],
    ['a twin of __proto__ in escapes', '{"__proto__":1,"\\u005f_proto__":2}'],
    ['a twin of the empty name', '{"":1,"":2}'],
    ['a twin deep inside', '[{"x":[{"a":1,"b":2,"a":3}]}]'],
    ['a twin whose first value was an object', '{"a":{"b":1},"a":2}'],
    ['a twin hidden among colons in strings', '{"a:":":","b":"\\":","a:":1}'],
  ])('refuses %s', (_, text) => expect(read(text)).toEqual({ ok: false, code: 'json-duplicate-key' }));

  it('doubled members never pass, wherever they stand', () => {
    const name = fc.constantFrom('a', '__proto__', ':', '"', '\\', 'constructor');
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1 }),
        fc.nat(),
        fc.jsonValue({ maxDepth: 1 }),
        (names, at, value) => {
          const members = names.map((one) => `${JSON.stringify(one)}:${JSON.stringify(value)}`);
          const again = `${JSON.stringify(names[at % names.length])}:0`;
          const wide = { maxLength: 1e6, maxDepth: 9 };
          expect(parseStrictJson(`{${members.join()}}`, wide).ok).toBe(true);
          expect(parseStrictJson(`{${[...members, again].join()}}`, wide)).toMatchObject({
            code: 'json-duplicate-key',
          });
        },
      ),
    );
  });

  it('reads a single __proto__ as a plain member and changes no prototype', () => {
    const result = read('{"__proto__":{"admin":true}}');
    if (!result.ok) throw new Error(result.code);
    expect(Object.keys(result.value as object)).toEqual(['__proto__']);
    expect((result.value as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each([
    ['a byte order mark', '\ufeff1'],
    ['a comment', '{"a":1/* */}'],
    ['bytes behind the end', '{} {}'],
    ['a NUL', '1\0'],
    ['NaN', 'NaN'],
    ['a number beyond a double', '[1e400]'],
    ['a lone surrogate', '"\ud800"'],
    ['an escaped lone surrogate', '["\\uD800"]'],
    ['an escaped lone surrogate in a name', '{"\\udc00":1}'],
    ['an open string', '{"a'],
    ['an open string behind a backslash', '"\\"'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => expect(read(text)).toEqual({ ok: false, code: 'json-malformed' }));

  it('takes an escaped pair of surrogates', () => expect(read('"\\ud842\\udfb7"')).toEqual({ ok: true, value: '𠮷' }));

  it('bounds depth at its very edge, for arrays and objects, and never in strings', () => {
    expect(read('[[[[[]]]]]').ok).toBe(true);
    expect(read('[[[[[[]]]]]]')).toMatchObject({ code: 'json-too-deep' });
    expect(read('{"a":[{"a":[{"a":[]}]}]}')).toMatchObject({ code: 'json-too-deep' });
    expect(read('"[[[[[[[[{{{{{"').ok).toBe(true);
    expect(parseStrictJson('['.repeat(200_000), { maxLength: 1e6, maxDepth: 64 })).toMatchObject({
      code: 'json-too-deep',
    });
  });

  it('bounds length at its very edge', () => {
    expect(read(`"${'a'.repeat(998)}"`).ok).toBe(true);
    expect(read(`"${'a'.repeat(999)}"`)).toEqual({ ok: false, code: 'json-too-large' });
  });
});

describe('canonicalJson', () => {
  it('writes what the reference implementation of RFC 8785 writes', () => {
    const reference = canonicalize as unknown as (value: unknown) => string;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(canonicalJson(value as JsonValue)).toBe(reference(value));
      }),
    );
  });

  it('sorts by UTF-16 code units and writes numbers as ECMAScript does (RFC 8785 §3.2)', () => {
    expect(
      canonicalJson({
        '\u20ac': 'Euro Sign',
        '\r': 'Carriage Return',
        '\ufb33': 'Hebrew Letter Dalet With Dagesh',
        '1': 'One',
        '\ud83d\ude00': 'Emoji: Grinning Face',
        '\u0080': 'Control',
        ö: 'Latin Small Letter O With Diaeresis',
      }),
    ).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
        '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
    expect(canonicalJson(JSON.parse('[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0]'))).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
  });

  it('throws on what is no JSON number', () =>
    expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow('finite'));
});
