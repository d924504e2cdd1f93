export {
  type AssembledOfflineQr,
  assembleOfflineQr,
  namesKey,
  type OfflineQr,
  type OfflineQrField,
  type OfflineQrInput,
  type OfflineQrRefusal,
  type OfflineQrSaid,
  offlineQrKid,
  offlineQrLimits,
  offlineQrPrefix,
  readOfflineQr,
  verifyOfflineQr,
} from './offline-qr/index.js';
export { type CarrierStatement, carrierEntry } from './statement.js';
