export {
  type BitstringPurpose,
  bitstringOf,
  bitstringPurposes,
  decodeBitstring,
  encodeBitstring,
  maxBitstringBytes,
  minBitstringEntries,
  readBit,
} from './bitstring.js';
export {
  assembleBitstringCredential,
  type BitstringClaims,
  type BitstringQuestion,
  type BitstringRefusal,
  readBitstringCredential,
} from './bitstring-credential.js';
export { bitstringEntry, bitstringUri, readBitstringEntry } from './bitstring-entry.js';
export {
  decodeStatusList,
  type EncodedStatusList,
  encodeStatusList,
  maxStatusListBytes,
  packStatusList,
  readStatus,
  type StatusBits,
  type StatusList,
} from './list.js';
export {
  type OpenToken,
  openStatusToken,
  readStatusToken,
  type StatusAnswer,
  type StatusQuestion,
  type StatusTokenRefusal,
  type TokenQuestion,
} from './token.js';
export type { StatusValue } from './value.js';
