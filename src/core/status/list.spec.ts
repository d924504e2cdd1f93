import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromBase64url, toHex } from '../bytes/index.js';
import { nobleCrypto as crypto } from '../crypto/noble.js';
import {
  decodeStatusList,
  encodeStatusList,
  maxStatusListBytes,
  packStatusList,
  readStatus,
  type StatusBits,
} from './index.js';

const deflate = (data: Uint8Array) => new Uint8Array(deflateSync(data, { level: 9 }));
const oneBit = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1];
const twoBits = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3];

describe('a status list', () => {
  it.each([
    [1, oneBit, 'b9a3', 'eNrbuRgAAhcBXQ'],
    [2, twoBits, 'c944f9', 'eNo76fITAAPfAgc'],
  ] as [StatusBits, number[], string, string][])(
    'of %i bits is that of the specification',
    (bits, values, hex, lst) => {
      expect(toHex(packStatusList(values, bits).bytes)).toBe(hex);
      expect(encodeStatusList(values, bits, deflate)).toEqual({ bits, lst });
      const decoded = decodeStatusList(bits, fromBase64url(lst) as Uint8Array, crypto);
      if (!decoded.ok) throw new Error(decoded.code);
      expect(values.map((_, index) => readStatus(decoded.value, index))).toEqual(values);
    },
  );

  it('gives back every value at every width, zeros in the last byte and nothing beyond', () => {
    const widths = fc.constantFrom<StatusBits>(1, 2, 4, 8);
    fc.assert(
      fc.property(widths, fc.array(fc.nat(255), { maxLength: 300 }), (bits, raw) => {
        const values = raw.map((value) => value % 2 ** bits);
        const { lst } = encodeStatusList(values, bits, deflate);
        const decoded = decodeStatusList(bits, fromBase64url(lst) as Uint8Array, crypto);
        if (!decoded.ok) throw new Error(decoded.code);
        expect(values.map((_, index) => readStatus(decoded.value, index))).toEqual(values);
        const places = Math.ceil((values.length * bits) / 8) * (8 / bits);
        for (let index = values.length; index < places; index++) expect(readStatus(decoded.value, index)).toBe(0);
        expect(readStatus(decoded.value, places)).toBeUndefined();
      }),
    );
  });

  it.each([-1, 0.5, 16, 2 ** 32, 2 ** 53, Number.NaN, '0' as unknown as number])('has nothing at index %p', (index) =>
    expect(readStatus(packStatusList(oneBit, 1), index)).toBeUndefined(),
  );

  it.each([2, -1, 0.5, Number.NaN])('of one bit can not hold %p', (value) =>
    expect(() => packStatusList([0, value], 1)).toThrow('bits'),
  );

  it.each([0, 3, 16, '1', null, undefined])('of %p bits is malformed', (bits) =>
    expect(decodeStatusList(bits, deflate(new Uint8Array(1)), crypto)).toMatchObject({ code: 'status-list-malformed' }),
  );

  it('unpacks to a bounded size', () => {
    const bomb = deflate(new Uint8Array(maxStatusListBytes + 1));
    expect(decodeStatusList(1, bomb, crypto)).toMatchObject({ code: 'status-list-malformed' });
    expect(decodeStatusList(1, deflate(new Uint8Array(maxStatusListBytes)), crypto).ok).toBe(true);
  });
});
