import { describe, expect, it } from '@jest/globals';
import { hasHeader, parseCompactJws } from './index.js';

const limits = { maxLength: 500, maxDepth: 3 };
const part = (text: string | Uint8Array) => Buffer.from(text).toString('base64url');
const header = part('{"alg":"ES256","typ":"x+jwt"}');
const payload = part('{"a":{"b":[]}}');
const good = `${header}.${payload}.AAEC`;

describe('a compact JWS', () => {
  it('is taken apart, with the bytes that were signed', () => {
    expect(parseCompactJws(good, limits)).toEqual({
      ok: true,
      value: {
        header: { alg: 'ES256', typ: 'x+jwt' },
        payload: { a: { b: [] } },
        signingInput: new Uint8Array(Buffer.from(`${header}.${payload}`)),
        signature: Uint8Array.of(0, 1, 2),
      },
    });
  });

  it.each([
    ['two parts', `${header}.${payload}`],
    ['one part', header],
    ['four parts', `${good}.AAEC`],
    ['five parts, as encrypted ones have', `${good}.AAEC.AAEC`],
    ['white space at its end', `${good}\n`],
    ['padding', `${header}.${payload}.AA==`],
    ['trailing bits', `${header}.${payload}.AB`],
    ['a header that is no object', `${part('[]')}.${payload}.AAEC`],
    ['a payload that is no object', `${header}.${part('"a"')}.AAEC`],
    ['a payload of null', `${header}.${part('null')}.AAEC`],
    ['a doubled header parameter', `${part('{"alg":"ES256","alg":"none"}')}.${payload}.AAEC`],
    ['a payload nested too deep', `${header}.${part('{"a":{"b":[[]]}}')}.AAEC`],
    ['a payload that is no UTF-8', `${header}.${part(Uint8Array.of(0x22, 0xff, 0x22))}.AAEC`],
    ['a byte order mark', `${header}.${part('\ufeff{}')}.AAEC`],
    ['nothing in its header', `.${payload}.AAEC`],
  ])('with %s is malformed', (_, text) =>
    expect(parseCompactJws(text, limits)).toMatchObject({ code: 'jws-malformed' }),
  );

  it('is bounded as a whole', () =>
    expect(parseCompactJws(`${good}${'A'.repeat(500)}`, limits)).toEqual({ ok: false, code: 'jws-too-large' }));
});

describe('the header', () => {
  it('holds algorithm, type and what is named', () => {
    expect(hasHeader({ alg: 'ES256', typ: 'x+jwt', kid: 'k' }, 'x+jwt', ['kid'])).toBe(true);
    expect(hasHeader({ alg: 'ES256', typ: 'x+jwt' }, 'x+jwt', ['kid'])).toBe(true);
  });

  it.each([
    [{ alg: 'ES384', typ: 'x+jwt' }],
    [{ alg: 'es256', typ: 'x+jwt' }],
    [{ alg: ['ES256'], typ: 'x+jwt' }],
    [{ alg: 'ES256', typ: 'y+jwt' }],
    [{ alg: 'ES256' }],
    [{ alg: 'ES256', typ: 'x+jwt', jwk: {} }],
    [{ alg: 'ES256', typ: 'x+jwt', crit: [] }],
    [JSON.parse('{"alg":"ES256","typ":"x+jwt","__proto__":1}')],
  ])('%j is refused', (bad) => expect(hasHeader(bad, 'x+jwt', ['kid'])).toBe(false));
});
