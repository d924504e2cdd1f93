import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isJsonObject, parseStrictJson } from '../../core/index.js';
import { NotCompleted } from './lie.js';

/** What an auditor remembers between two audits of one log: what it was shown, signed. */
export interface AuditState {
  /** the signed note of the newest checkpoint that was audited */
  checkpoint: string;
  /** the number of the newest trust list that was seen */
  trustList?: number;
  /** RFC 3339 */
  auditedAt: string;
}

/** Reads the file; `undefined` when there is none yet. Throws NotCompleted when it is damaged: then nobody remembers. */
export function readState(path: string): AuditState | undefined {
  if (!existsSync(path)) return undefined;
  const parsed = parseStrictJson(readFileSync(path, 'utf8'), { maxLength: 262_144, maxDepth: 4 });
  const state = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
  const { checkpoint, trustList, auditedAt } = state;
  const isNumber = trustList === undefined || Number.isSafeInteger(trustList);
  if (typeof checkpoint !== 'string' || typeof auditedAt !== 'string' || !isNumber)
    throw new NotCompleted(`${path} is no state of an audit`);
  return { checkpoint, auditedAt, ...(trustList === undefined ? {} : { trustList: trustList as number }) };
}

/** Replaces the file as one act. */
export function writeState(path: string, state: AuditState): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
