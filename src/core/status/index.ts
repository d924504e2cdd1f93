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
export { readStatusToken, type StatusAnswer, type StatusQuestion, type StatusTokenRefusal } from './token.js';
export type { StatusValue } from './value.js';
