export { type AuditEntry, recordAudit } from './audit/record.js';
export { type Clock, monotonicClock, rfc3339, systemClock } from './clock.js';
export { type Config, childEnvironment, readConfig } from './config.js';
export { normaliseCode, randomCode } from './crockford.js';
export { memoiseSignatures } from './crypto/memo.js';
export { nodeCrypto } from './crypto/node-crypto.js';
export { type Database, type DatabaseOptions, inTransaction, openDatabase } from './database/database.js';
export { DatabaseWatch } from './database/database-watch.js';
export { ensureDatabase } from './database/ensure-database.js';
export type { Listening } from './database/listen.js';
export { migrate, pendingMigrations } from './database/migrate.js';
export { purgeExpired } from './database/purge-expired.js';
export { ensureRoles, type Role, type RolePasswords, roles, roleUrl } from './database/roles.js';
export { queryScoped, type Scope } from './database/scoped-query.js';
export { Deadline } from './deadline.js';
export { GroupCommit, type GroupOptions, isRowFault, Overloaded } from './group-commit.js';
export { type Line, linesOf, ndjsonType, readLines, streamed } from './http/lines.js';
export { cursorId, type Page, PageQuery, toPage } from './http/paging.js';
export { escapeHtml, languageOf, type PageLanguage, plainPage } from './http/plain-page.js';
export { isUnavailable, judgeFault, ProblemFilter, sendProblem } from './http/problem.filter.js';
export { cutSlowBodies } from './http/slow-bodies.js';
export { parseStrictBody, readBodiesStrictly } from './http/strict-json.js';
export { isoDate, plainText } from './http/text.js';
export { readUploads } from './http/uploads.js';
export { fieldErrors, validated, validatedBy } from './http/validated.js';
export { type Claim, type Claimed, claimIdempotencyKey } from './idempotency/claim.js';
export { idempotencyKey } from './idempotency/header.js';
export { randomChunk, uuidv7 } from './ids.js';
export { appendToJournal, type JournalEntry, maxMergeDelayMs } from './journal/append.js';
export { appendVersions } from './journal/append-versions.js';
export { type Backlog, type BacklogBounds, BacklogGuard, measureBacklog, readBacklog } from './journal/backlog.js';
export {
  type AttestationState,
  attestationState,
  type LogState,
  readLastChainReading,
  readLogState,
} from './journal/state.js';
export { type RecordName, readLatestVersions, readVersionContent } from './journal/version.store.js';
export { createLog, type Log } from './log.js';
export {
  anchorAge,
  anchorGas,
  anchorLag,
  anchorsCounted,
  licencesIssued,
  metrics,
  rpcErrors,
  verificationsCounted,
  witnessLag,
  witnessRequests,
} from './metrics.js';
export { nextTurn } from './next-turn.js';
export {
  BACKLOG,
  CLOCK,
  CRYPTO,
  DATABASE_WATCH,
  LOG,
  PlatformModule,
  type PlatformParts,
  PUBLIC_DATABASE,
  SERVICE_DATABASE,
  SETTINGS,
  type Settings,
  type VerifyTimes,
} from './platform.module.js';
export { answerOrProblem } from './problems/answer.js';
export { type ProblemCode, problems } from './problems/codes.js';
export { type FieldError, type ProblemDocument, ProblemError, problem, problemDocument } from './problems/problem.js';
export { Repeated } from './repeated.js';
export { BlindIndex } from './sealing/blind-index.js';
export { newDataKey, seal, sealJson, unseal, unsealJson, unwrapDataKey } from './sealing/data-key.js';
export { TaskThread, ThreadFault, type ThreadOptions } from './thread/task-thread.js';
export { WindowLimit } from './window-limit.js';
