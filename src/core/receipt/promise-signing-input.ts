import { utf8Encode } from '../bytes/index.js';
import { canonicalJson } from '../json/index.js';
import type { InclusionPromise } from './receipt.js';

/** The bytes that a promise key signs (ES256): `elicence-promise-v1`, a zero byte, JCS of entry, loggedBy and time. */
export function promiseSigningInput({
  entry,
  loggedBy,
  time,
}: Pick<InclusionPromise, 'entry' | 'loggedBy' | 'time'>): Uint8Array {
  return utf8Encode(`elicence-promise-v1\0${canonicalJson({ entry, loggedBy, time })}`);
}
