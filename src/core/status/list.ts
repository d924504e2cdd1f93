import { toBase64url } from '../bytes/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { ok, type Result, refuse } from '../result.js';

/** How many bits one status takes. */
export type StatusBits = 1 | 2 | 4 | 8;

/** A status list unpacked: the values of `bits` bits each, from the least significant bit of each byte on. */
export interface StatusList {
  bits: StatusBits;
  bytes: Uint8Array;
}

/** A status list as it stands in a token: `lst` is base64url of the zlib stream. */
export interface EncodedStatusList {
  bits: StatusBits;
  lst: string;
}

/** Most bytes that a list may unpack to: 16 million statuses of two bits. */
export const maxStatusListBytes = 4 * 1024 * 1024;

/** Packs values by index; throws on one that does not fit the bits. Places after the last value are 0. */
export function packStatusList(values: ArrayLike<number>, bits: StatusBits): StatusList {
  const perByte = 8 / bits;
  const bytes = new Uint8Array(Math.ceil(values.length / perByte));
  const limit = 2 ** bits;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isInteger(value) || value < 0 || value >= limit)
      throw new Error(`status ${value} needs over ${bits} bits`);
    const at = Math.floor(i / perByte);
    bytes[at] = (bytes[at] as number) | (value << ((i % perByte) * bits));
  }
  return { bits, bytes };
}

/**
 * Packs and compresses values for a status list token (Token Status List §4). `deflate` makes a zlib stream (RFC 1950).
 * Throws on a value that does not fit the bits.
 */
export function encodeStatusList(
  values: ArrayLike<number>,
  bits: StatusBits,
  deflate: (data: Uint8Array) => Uint8Array,
): EncodedStatusList {
  return { bits, lst: toBase64url(deflate(packStatusList(values, bits).bytes)) };
}

/** Unpacks the zlib stream of a list within {@link maxStatusListBytes}. */
export function decodeStatusList(
  bits: unknown,
  stream: Uint8Array,
  crypto: Pick<CryptoPort, 'inflate'>,
): Result<StatusList, 'status-list-malformed'> {
  if (bits !== 1 && bits !== 2 && bits !== 4 && bits !== 8) return refuse('status-list-malformed', 'bits');
  try {
    return ok({ bits, bytes: crypto.inflate(stream, maxStatusListBytes) });
  } catch {
    return refuse('status-list-malformed', 'lst');
  }
}

/** The value at an index, or `undefined` for an index that is no index or lies outside the list. */
export function readStatus({ bits, bytes }: StatusList, index: number): number | undefined {
  const perByte = 8 / bits;
  if (!Number.isSafeInteger(index) || index < 0 || index >= bytes.length * perByte) return undefined;
  const byte = bytes[Math.floor(index / perByte)] as number;
  return (byte >> ((index % perByte) * bits)) & (2 ** bits - 1);
}
