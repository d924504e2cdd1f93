export { formatLicenceFile } from './format-licence-file.js';
export {
  type FileCarrier,
  type FileCarrierKind,
  fileCarrierKinds,
  type LicenceFile,
  licenceFileExtension,
  licenceFileFormat,
  licenceFileLimits,
  licenceFileType,
} from './licence-file.js';
export { offlineQrKind } from './offline-qr-kind.js';
export { type LicenceFileRefusal, readLicenceFile } from './read-licence-file.js';
export { type Brought, recogniseBytes, recogniseText } from './recognise.js';
