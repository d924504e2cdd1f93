import { decode, encode, rfc8949EncodeOptions } from 'cborg';
import { equalBytes } from '../../bytes/index.js';

/** What an offline QR is built of; a map has whole numbers or texts as keys. */
export type CborValue = number | string | boolean | Uint8Array | CborValue[] | CborMap;
/** A CBOR map, in no order: the encoder sorts. */
export type CborMap = Map<number | string, CborValue>;

const strictly = { strict: true, useMaps: true, rejectDuplicateMapKeys: true, allowIndefinite: false } as const;
const narrowly = { allowUndefined: false, allowBigInt: false, allowNaN: false, allowInfinity: false } as const;

/** Deterministic CBOR (RFC 8949 §4.2.1): shortest forms, definite lengths, keys in bytewise order. */
export function encodeCbor(value: CborValue): Uint8Array {
  return Uint8Array.from(encode(value, rfc8949EncodeOptions));
}

/**
 * Reads deterministic CBOR, else `undefined`. What comes back is unknown in shape, but its bytes are the only ones that
 * say it: whatever another encoder might have chosen (order, length, a float for a whole number) is refused.
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  try {
    const value: unknown = decode(bytes, { ...strictly, ...narrowly });
    return equalBytes(encode(value, rfc8949EncodeOptions), bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}
