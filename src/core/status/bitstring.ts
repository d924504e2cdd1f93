import { fromBase64url, toBase64url } from '../bytes/index.js';
import { gunzip } from './gunzip.js';
import { readStatus, type StatusList } from './list.js';

/** What a Bitstring Status List tells: revoked for good, or suspended for now. */
export type BitstringPurpose = 'revocation' | 'suspension';

/** Every purpose that this registry publishes. */
export const bitstringPurposes: readonly BitstringPurpose[] = ['revocation', 'suspension'];

/** Fewest entries that a list has, against telling who is on it (Bitstring Status List §6.1). */
export const minBitstringEntries = 131_072;

/** Most bytes that a list may unpack to: 16 million entries. */
export const maxBitstringBytes = 2 * 1024 * 1024;

const statusOfPurpose = { revocation: 1, suspension: 2 } as const;

/**
 * The bits of one purpose out of the values of a Token Status List: the entry is set when the value is that of the purpose.
 * Index 0 is the left-most bit of the first byte, unlike in the Token Status List; as long as needed, zeros at the end.
 */
export function bitstringOf(list: StatusList, purpose: BitstringPurpose): Uint8Array {
  const entries = (list.bytes.length * 8) / list.bits;
  const bytes = new Uint8Array(Math.max(minBitstringEntries, entries) / 8);
  const wanted = statusOfPurpose[purpose];
  for (let index = 0; index < entries; index++)
    if (readStatus(list, index) === wanted) bytes[index >> 3] = (bytes[index >> 3] as number) | (128 >> (index & 7));
  return bytes;
}

/** Writes `encodedList`: multibase `u` and base64url of the gzip stream. `gzip` packs without name and time. */
export function encodeBitstring(bytes: Uint8Array, gzip: (data: Uint8Array) => Uint8Array): string {
  return `u${toBase64url(gzip(bytes))}`;
}

/** Reads `encodedList` within {@link maxBitstringBytes}; `undefined` when it is malformed. */
export function decodeBitstring(encoded: string): Uint8Array | undefined {
  const stream = encoded.startsWith('u') ? fromBase64url(encoded.slice(1)) : undefined;
  return stream && gunzip(stream, maxBitstringBytes);
}

/** The bit at an index, or `undefined` for an index that is no index or lies outside. */
export function readBit(bytes: Uint8Array, index: number): boolean | undefined {
  if (!Number.isSafeInteger(index) || index < 0 || index >= bytes.length * 8) return undefined;
  return ((bytes[Math.floor(index / 8)] as number) & (128 >> (index % 8))) !== 0;
}
