import type { CryptoPort } from '../../crypto/index.js';
import { isFrozenWhole } from '../../json/index.js';
import { parseReceipt, type Receipt } from '../../receipt/index.js';
import { provenEntry } from './event.js';

/** What a receipt says by itself: its members, and its entry where salt and event make the one that it claims. */
export interface ReadReceipt {
  receipt: Receipt;
  entry: Uint8Array | undefined;
}

/** Of those that can't change any more. Nothing is kept of what a verification finds about one. */
const readBefore = new WeakMap<object, ReadReceipt>();

/** Reads a receipt; `undefined` when it has not the form of one. */
export function readReceipt(value: unknown, crypto: CryptoPort): ReadReceipt | undefined {
  const known = readBefore.get(value as object);
  if (known !== undefined) return known;
  const parsed = parseReceipt(value);
  if (!parsed.ok) return undefined;
  const read = { receipt: parsed.value, entry: provenEntry(parsed.value, crypto) };
  if (isFrozenWhole(value)) readBefore.set(value as object, read);
  return read;
}
