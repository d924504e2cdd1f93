export { type AuditFindings, type AuditQuestion, auditLog, type Held } from './audit-log.js';
export { HttpSource, type Source } from './http-source.js';
export { isLie, type Lie, type LieCode, NotCompleted } from './lie.js';
export { claimedOrigin, fetchCheckpoint } from './newest-checkpoint.js';
export { type AuditReport, inWords, reportOf, writeEvidence } from './report.js';
export { type AuditState, readState, writeState } from './state-file.js';
export { fetchTrustList, listedLog } from './trust.js';
