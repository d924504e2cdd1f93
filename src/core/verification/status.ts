import type { LicenceState } from '../licence/index.js';
import { readStatusToken } from '../status/index.js';
import { instantText, parseInstant } from '../time/index.js';
import { registryKeys } from '../trust/index.js';
import { answer, lacking, unreadable } from './answer.js';
import type { Case } from './case.js';
import type { StatusCode } from './codes.js';
import type { StatusEvidence } from './evidence.js';
import type { Check, Outcome } from './report.js';

type FromRegistry = Extract<StatusEvidence, { from: 'registry' }>;
type FromToken = Extract<StatusEvidence, { from: 'token' }>;

/** Information this many milliseconds younger than the moment asked for still speaks of that moment. */
const sameTime = 60_000;
const tokenCodes = ['status-active', 'status-invalid', 'status-suspended'] as const satisfies StatusCode[];

/** Does the registry still stand by the licence? */
export function checkStatus(given: Case): Check {
  const { evidence, subject, atText } = given;
  if (!subject.ok) return unreadable('status', atText);
  const status = evidence.status;
  if ('unavailable' in status) {
    return answer('status', 'indeterminate', 'status-unavailable', status.asOf ?? atText, status.unavailable);
  }
  return status.from === 'registry' ? byRegistry(given, status) : byToken(given, status);
}

function byRegistry({ at, policy }: Case, status: FromRegistry): Check {
  const { asOf } = status;
  const told = parseInstant(asOf);
  if (told === undefined) return answer('status', 'indeterminate', 'status-unavailable', asOf, 'its age is not known');
  if (!status.known) return answer('status', 'failed', 'status-unknown-to-registry', asOf);
  const code: StatusCode = `status-${status.state}`;
  const since = status.since === undefined ? undefined : parseInstant(status.since);
  if (at < told - sameTime && (since === undefined || since > at)) {
    return answer('status', 'indeterminate', 'status-of-another-time', asOf);
  }
  if (!isFinal(status.state) && at - told > policy.statusMaxAge * 1000) {
    return answer('status', 'indeterminate', 'status-too-old', asOf);
  }
  const next = status.supersededBy === undefined ? undefined : `superseded by ${status.supersededBy}`;
  return answer('status', outcomeOf(code), code, asOf, next);
}

function byToken({ subject, trust, at, policy, crypto }: Case, status: FromToken): Check {
  if (!subject.ok) return unreadable('status', status.asOf);
  if ('lacks' in trust) return lacking('status', trust);
  const now = Math.max(at, parseInstant(status.asOf) ?? at);
  const { uri, idx: index } = subject.jwt.clear.status.status_list;
  const keys = registryKeys(trust.list, 'status', now);
  const token = readStatusToken(status.token, { uri, index, keys, at: now }, crypto);
  if (!token.ok) return answer('status', 'indeterminate', 'status-token-invalid', status.asOf, token.code);
  const told = token.value.issuedAt * 1000;
  const asOf = instantText(told);
  const code = tokenCodes[token.value.value];
  if (at < told - sameTime) return answer('status', 'indeterminate', 'status-of-another-time', asOf);
  if (code !== 'status-invalid' && at - told > policy.statusMaxAge * 1000) {
    return answer('status', 'indeterminate', 'status-too-old', asOf);
  }
  return answer('status', outcomeOf(code), code, asOf);
}

function outcomeOf(code: StatusCode): Outcome {
  return code === 'status-active' ? 'passed' : 'failed';
}

function isFinal(state: LicenceState): boolean {
  return state !== 'active' && state !== 'suspended';
}
