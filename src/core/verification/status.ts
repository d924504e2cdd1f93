import type { LicenceState } from '../licence/index.js';
import { readStatusToken, type StatusValue } from '../status/index.js';
import { instantText, parseInstant } from '../time/index.js';
import { registryKeys } from '../trust/index.js';
import { answer, lacking, unreadable } from './answer.js';
import type { Case, StatusCase } from './case.js';
import type { StatusCode } from './codes.js';
import type { BundledMasters, StatusEvidence } from './evidence.js';
import { noPlace, type StatusThen, statusThen } from './history-status.js';
import { sameTime } from './history-trust.js';
import type { Check, Outcome } from './report.js';

type FromRegistry = Extract<StatusEvidence, { from: 'registry' }>;
type FromToken = Extract<StatusEvidence, { from: 'token' }>;
type FromBundle = Extract<StatusEvidence, { from: 'bundle' }>;

/** Characters of a master's digest in a trust bundle. */
const startLength = 16;
const tokenCodes = ['status-active', 'status-invalid', 'status-suspended'] as const satisfies StatusCode[];

/** Does the registry still stand by the licence? */
export function checkStatus(given: Case): Check {
  const { subject, atText } = given;
  if (!subject.ok) return unreadable('status', atText);
  const { uri, idx: index } = subject.jwt.clear.status.status_list;
  return judgeStatus({ ...given, place: { uri, index } });
}

/** The same for a licence of which at least its place on the list, or its registry's answer, is known. */
export function judgeStatus(given: StatusCase): Check {
  const { status } = given.evidence;
  if ('unavailable' in status) {
    if (given.at < given.now - sameTime && given.evidence.history !== undefined) return byHistory(given);
    return answer('status', 'indeterminate', 'status-unavailable', status.asOf ?? given.atText, status.unavailable);
  }
  if (status.from === 'registry') return byRegistry(given, status);
  return status.from === 'token' ? byToken(given, status) : byBundle(given, status);
}

function byRegistry(given: StatusCase, status: FromRegistry): Check {
  const { at, policy, evidence } = given;
  const { asOf } = status;
  const told = parseInstant(asOf);
  if (told === undefined) return answer('status', 'indeterminate', 'status-unavailable', asOf, 'its age is not known');
  if (!status.known) return answer('status', 'failed', 'status-unknown-to-registry', asOf);
  const code: StatusCode = `status-${status.state}`;
  const since = status.since === undefined ? undefined : parseInstant(status.since);
  const held = since !== undefined && since <= at;
  if (at < told - sameTime && !held) {
    if (evidence.history !== undefined) return byHistory(given);
    return answer('status', 'indeterminate', 'status-of-another-time', asOf);
  }
  if (at < told - sameTime && evidence.history !== undefined && status.state === 'active') {
    // The registry's word that it was active must not contradict what it logged.
    const then = statusThen(given, true);
    if (then.ok) return fromThen(given, then.value);
  }
  if (!isFinal(status.state) && at - told > policy.statusMaxAge * 1000) {
    return answer('status', 'indeterminate', 'status-too-old', asOf);
  }
  const next = status.supersededBy === undefined ? undefined : `superseded by ${status.supersededBy}`;
  return answer('status', outcomeOf(code), code, asOf, next);
}

function byBundle(given: StatusCase, { lists, masters, asOf }: FromBundle): Check {
  const { place, masterDigest } = given;
  const unavailable = (why: string) => answer('status', 'indeterminate', 'status-unavailable', asOf, why);
  const made = parseInstant(asOf);
  if (made === undefined) return unavailable('its age is not known');
  if (place === undefined) {
    if (masters === undefined || masterDigest === undefined) return unavailable(noPlace);
    if ('lacks' in given.trust) return lacking('status', given.trust);
    return byValue(given, valueByMasters(masterDigest, masters), made);
  }
  const found = lists.find(({ uri }) => uri === place.uri);
  if (found === undefined) return unavailable('the trust bundle has no such status list');
  return byToken(given, { from: 'token', token: found.token, asOf }, made);
}

function valueByMasters(masterDigest: string, { invalid, suspended }: BundledMasters): StatusValue {
  const start = masterDigest.slice('sha-256:'.length, 'sha-256:'.length + startLength);
  if (isAmong(start, invalid)) return 1;
  return isAmong(start, suspended) ? 2 : 0;
}

function isAmong(start: string, joined: string): boolean {
  let at = joined.indexOf(start);
  while (at >= 0 && at % startLength !== 0) at = joined.indexOf(start, at + 1);
  return at >= 0;
}

/** `now`: when the token must be within its own period. */
function byToken(given: StatusCase, status: FromToken, now = later(given.at, status.asOf)): Check {
  const { place, trust, crypto } = given;
  if (place === undefined) return answer('status', 'indeterminate', 'status-unavailable', status.asOf, noPlace);
  if ('lacks' in trust) return lacking('status', trust);
  const keys = registryKeys(trust.list, 'status', now);
  const token = readStatusToken(status.token, { ...place, keys, at: now }, crypto);
  if (!token.ok) return answer('status', 'indeterminate', 'status-token-invalid', status.asOf, token.code);
  return byValue(given, token.value.value, token.value.issuedAt * 1000);
}

/** By a value of a status list, as it was told at a moment (milliseconds). */
function byValue(given: StatusCase, value: StatusValue, told: number): Check {
  const { at, policy, evidence } = given;
  const asOf = instantText(told);
  const code = tokenCodes[value];
  if (at < told - sameTime) {
    if (evidence.history !== undefined) return byHistory(given);
    return answer('status', 'indeterminate', 'status-of-another-time', asOf);
  }
  if (code !== 'status-invalid' && at - told > policy.statusMaxAge * 1000) {
    return answer('status', 'indeterminate', 'status-too-old', asOf);
  }
  return answer('status', outcomeOf(code), code, asOf);
}

function later(at: number, asOf: string): number {
  return Math.max(at, parseInstant(asOf) ?? at);
}

/** How it was at a moment in the past, by versions of the status list alone. */
function byHistory(given: StatusCase): Check {
  const then = statusThen(given, false);
  return then.ok
    ? fromThen(given, then.value)
    : answer('status', 'indeterminate', then.code, given.atText, then.detail);
}

function fromThen({ atText }: StatusCase, { value, by }: StatusThen): Check {
  const code = tokenCodes[value];
  return answer('status', outcomeOf(code), code, atText, by);
}

function outcomeOf(code: StatusCode): Outcome {
  return code === 'status-active' ? 'passed' : 'failed';
}

function isFinal(state: LicenceState): boolean {
  return state !== 'active' && state !== 'suspended';
}
