import { equalBytes, fromHex } from '../../bytes/index.js';
import { demand } from './form.js';

/** A value of DER: its tag and where it and its contents stand. */
export interface Der {
  readonly tag: number;
  /** Tag, length and contents. */
  readonly whole: Uint8Array;
  readonly contents: Uint8Array;
}

export const derTag = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30, set: 0x31, first: 0xa0, second: 0xa1 };

/**
 * Reads the value at the start of `bytes` in the one spelling that DER has: a length of one known form, no indefinite one,
 * no tag of more than a byte.
 * @throws NotOurForm
 */
export function readDer(bytes: Uint8Array): Der {
  const [tag = 0, first = 0xff] = bytes;
  demand((tag & 0x1f) !== 0x1f, 'cms');
  let [length, at] = [first, 2];
  if (first >= 0x80) {
    const count = first & 0x7f;
    demand(count >= 1 && count <= 3 && bytes.length >= 2 + count, 'cms');
    length = 0;
    for (; at < 2 + count; at++) length = length * 256 + (bytes[at] as number);
    demand(length >= 0x80 && (count === 1 || length >= 256 ** (count - 1)), 'cms');
  }
  demand(at + length <= bytes.length, 'cms');
  return { tag, whole: bytes.subarray(0, at + length), contents: bytes.subarray(at, at + length) };
}

/** The values within one, which has this tag; of at most `most`. */
export function within(der: Der | undefined, tag: number, most = 16): Der[] {
  demand(der?.tag === tag, 'cms');
  const values: Der[] = [];
  for (let rest = der.contents; rest.length > 0; rest = rest.subarray((values.at(-1) as Der).whole.length)) {
    demand(values.length < most, 'cms');
    values.push(readDer(rest));
  }
  return values;
}

/** The values within one, which has this tag and so many of them. */
export function exactly(der: Der | undefined, tag: number, count: number): Der[] {
  const values = within(der, tag, count);
  demand(values.length === count, 'cms');
  return values;
}

/** Whether a value is these very bytes, in hexadecimal. */
export function isDer(der: Der | undefined, hex: string): boolean {
  return der !== undefined && equalBytes(der.whole, fromHex(hex) as Uint8Array);
}

/** A positive integer in at most 32 bytes, filled up with zeros in front. */
export function unsigned32(der: Der | undefined): Uint8Array {
  demand(der?.tag === derTag.integer && der.contents.length > 0 && der.contents.length <= 33, 'cms');
  const [first = 0xff, second = 0] = der.contents;
  demand(first < 0x80 && (first !== 0 || second >= 0x80), 'cms');
  const digits = first === 0 ? der.contents.subarray(1) : der.contents;
  demand(digits.length <= 32, 'cms');
  const out = new Uint8Array(32);
  out.set(digits, 32 - digits.length);
  return out;
}
