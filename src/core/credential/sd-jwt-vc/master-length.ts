import { utf8Encode } from '../../bytes/index.js';
import type { JsonValue } from '../../json/index.js';
import { facePlaces, hiddenItems, itemDigests } from './hide.js';
import type { MasterInput } from './master-input.js';

/** What decides how long a master becomes. */
export type MasterContent = Pick<MasterInput, 'x5c' | 'licenceNumber' | 'holders' | 'faceData' | 'faceFields'>;

/** Characters that the longest master has which a reader takes. */
export const longestMaster = 64 * 1024;

// Header and payload without certificates and digests: names, addresses, times, a holder's key.
const fixedBytes = 2_048;
const signatureLength = 88;
const digestBytes = 46;
// ["<salt of 16 bytes>", and ]
const saltBytes = 27;

/**
 * Characters that a master of this content has at most; within 4 KiB of what it will have. For whoever must refuse a
 * content before anything is signed.
 */
export function masterLengthAtMost(content: MasterContent): number {
  const { x5c, licenceNumber, holders, faceData } = content;
  const places = holders.length * 4 + facePlaces(content) + 1;
  const certificates = x5c.reduce((sum, one) => sum + one.length + 3, 0);
  let length = encoded(fixedBytes + certificates + places * digestBytes) + signatureLength;
  const hide = (...parts: JsonValue[]) => {
    length += 1 + encoded(saltBytes + parts.reduce((sum: number, part) => sum + jsonBytes(part) + 1, 0));
  };
  const itemwise = hiddenItems(faceData) > 0;
  for (const holder of holders) for (const [name, value] of Object.entries(holder)) hide(`${name}_`, value);
  for (const [name, value] of Object.entries(faceData)) {
    if (!itemwise || !Array.isArray(value)) {
      hide(name, value);
      continue;
    }
    hide(name, '');
    length += encoded(itemDigests(value.length) * (digestBytes + 9));
    for (const item of value) hide(item);
  }
  if (licenceNumber !== undefined) hide('licence_number', licenceNumber);
  return length;
}

const encoded = (bytes: number): number => Math.ceil((bytes * 4) / 3);
const jsonBytes = (value: JsonValue): number => utf8Encode(JSON.stringify(value)).length;
