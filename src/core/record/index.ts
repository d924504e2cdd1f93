export {
  asLatest,
  type LatestVersion,
  type MadeVersion,
  nextVersion,
  type VersionDraft,
  versionTime,
} from './next-version.js';
export {
  firstStatusContent,
  maxStatusChanges,
  nextStatusContent,
  parseStatusContent,
  type StatusChange,
  type StatusContent,
  type StatusSpan,
  statusBetween,
} from './status-content.js';
export { type TrustRecord, trustRecords } from './trust-records.js';
export { contentDigest, type RecordKind, type RecordVersion, recordKinds, versionEntry } from './version.js';
export { maxContentLength, parseVersionReceipt, type VersionReceipt } from './version-receipt.js';
