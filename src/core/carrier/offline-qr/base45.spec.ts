import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { utf8Encode } from '../../bytes/index.js';
import { fromBase45, toBase45 } from './base45.js';

describe('base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ])('writes and reads %p as RFC 9285 §4.3 and §4.4 do', (text, encoded) => {
    expect(toBase45(utf8Encode(text))).toBe(encoded);
    expect(fromBase45(encoded)).toEqual(utf8Encode(text));
  });

  it.each(['GGW', ':::', '::', 'A', 'AAAA', 'bb8', 'BB8\n', 'BB8é', '😀8', 'U6', '\u0000\u0000'])(
    'refuses %p',
    (text) => {
      expect(fromBase45(text)).toBeUndefined();
    },
  );

  it('has one text for each byte string', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => expect(fromBase45(toBase45(bytes))).toEqual(bytes)));
    const characters = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:');
    fc.assert(
      fc.property(fc.string({ unit: characters }), (text) => {
        const bytes = fromBase45(text);
        expect(bytes === undefined || toBase45(bytes) === text).toBe(true);
      }),
    );
  });
});
