export { type AssembledOfflineQr, assembleOfflineQr, offlineQrPrefix } from './assemble-offline-qr.js';
export { offlineQrKid } from './key-id.js';
export { type OfflineQr, type OfflineQrRefusal, readOfflineQr } from './read-offline-qr.js';
export {
  type OfflineQrField,
  type OfflineQrInput,
  type OfflineQrPortrait,
  type OfflineQrSaid,
  offlineQrLimits,
} from './said.js';
export { namesKey, verifyOfflineQr } from './verify-offline-qr.js';
