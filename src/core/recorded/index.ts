export { formatRecordedEvidence } from './format-recorded-evidence.js';
export { judgeRecorded } from './judge-recorded.js';
export { type RecordedEvidenceRefusal, readRecordedEvidence } from './read-recorded-evidence.js';
export {
  type PinnedRoots,
  type RecordableEvidence,
  type RecordedEvidence,
  recordedEvidenceFormat,
  recordedEvidenceLimits,
} from './recorded-evidence.js';
