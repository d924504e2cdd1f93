export { type ComparedBy, type Comparison, compareCarrier, compareFields } from './compare.js';
export {
  type AssembledOfflineQr,
  assembleOfflineQr,
  namesKey,
  type OfflineQr,
  type OfflineQrField,
  type OfflineQrInput,
  type OfflineQrPortrait,
  type OfflineQrRefusal,
  type OfflineQrSaid,
  offlineQrKid,
  offlineQrLimits,
  offlineQrPrefix,
  readOfflineQr,
  verifyOfflineQr,
} from './offline-qr/index.js';
export { type QrForm, type QrLevel, qrFormOf, qrVersions } from './qr-level.js';
export { readCarrier } from './read-carrier.js';
export {
  type CarrierEvidence,
  type CarrierKind,
  type CarrierSaid,
  carrierKinds,
  type ReadCarrier,
  type SaidText,
} from './said.js';
export { type CarrierStatement, carrierEntry } from './statement.js';
