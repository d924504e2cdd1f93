import { equalBytes, fromBase64url, parseDigest } from '../bytes/index.js';
import {
  contentDigest,
  parseVersionReceipt,
  type RecordKind,
  type VersionReceipt,
  versionEntry,
} from '../record/index.js';
import { ok, type Result, refuse } from '../result.js';
import { parseInstant, shanghaiDay } from '../time/index.js';
import type { TrustList } from '../trust/index.js';
import { judgeAnchor } from './attestation/anchor.js';
import { isYoung } from './attestation/event.js';
import { isBearable, wrongWhen } from './attestation/finding.js';
import { checkpointFault, judgeInclusion } from './attestation/log.js';
import type { Case } from './case.js';
import type { HistoryCode } from './codes.js';
import type { VersionPair } from './evidence.js';

/** Versions n and n + 1 around a moment, proven; `after` is missing when no later one was brought. */
export interface ProvenPair {
  before: VersionReceipt;
  after: VersionReceipt | undefined;
}

/** What versions are judged by: today's list names the log and the contract, `now` is when the evidence was gathered. */
export type HistoryCase = Pick<Case, 'evidence' | 'policy' | 'crypto' | 'at' | 'now'> & { list: TrustList };

/**
 * Judges the two versions of a record around the moment asked for: each is in the log and under an anchor as a receipt's
 * event is, they are neighbours, and the moment lies between them.
 */
export function judgePair(
  pair: VersionPair | undefined,
  record: { kind: RecordKind; name: string },
  given: HistoryCase,
): Result<ProvenPair, HistoryCode> {
  const unproven = (detail: string) => refuse('history-unproven', `${record.kind} ${record.name}: ${detail}`);
  if (pair?.before === undefined && pair?.after === undefined) return unproven('no version of that moment');
  const [before, after] = [pair.before, pair.after].map((value) =>
    value === undefined ? undefined : proveVersion(value, given),
  );
  for (const one of [before, after]) {
    if (one?.ok === false) return unproven(one.code);
    if (one?.ok && (one.value.version.kind !== record.kind || one.value.version.name !== record.name)) {
      return unproven('a version of another record');
    }
  }
  const [first, second] = [before?.ok ? before.value : undefined, after?.ok ? after.value : undefined];
  if (second !== undefined && timeOf(second) <= given.at) return unproven('a later version was in force');
  if (first === undefined) {
    const begins = second?.version.number === 1 && second.version.previous === null;
    return begins ? refuse('history-begins-later', second.version.time) : unproven('no version from before');
  }
  if (timeOf(first) > given.at) return unproven('the version is younger than the moment');
  if (second !== undefined && !follows(first, second)) return unproven('the versions are no neighbours');
  return ok({ before: first, after: second });
}

/** Names the versions that an answer rests on, for people. */
export function spellPair({ before, after }: ProvenPair): string {
  const { kind, number } = before.version;
  return after === undefined
    ? `by version ${number} of the ${kind}, the newest`
    : `by versions ${number} and ${after.version.number} of the ${kind}`;
}

function follows(first: VersionReceipt, second: VersionReceipt): boolean {
  return second.version.number === first.version.number + 1 && second.version.previous === first.entry;
}

/** The moment from which a version is in force, milliseconds. */
export function timeOf({ version }: VersionReceipt): number {
  return parseInstant(version.time) ?? Number.NaN;
}

function proveVersion(value: unknown, given: HistoryCase): Result<VersionReceipt> {
  const { evidence, policy, crypto, list, now } = given;
  const receipt = parseVersionReceipt(value);
  if (!receipt.ok) return receipt;
  const { version, content, salt, entry } = receipt.value;
  if (contentDigest(content, crypto) !== version.contentDigest) return refuse('version-content-differs');
  const computed = versionEntry(version, fromBase64url(salt) as Uint8Array, crypto);
  if (!equalBytes(computed, parseDigest(entry) as Uint8Array)) return refuse('receipt-entry-mismatch');
  const checkpoint = judgeInclusion(receipt.value, computed, crypto);
  if (typeof checkpoint === 'string') return refuse(checkpoint);
  const fault = checkpointFault(receipt.value.checkpoint, checkpoint.origin, list, crypto);
  if (fault !== undefined) return refuse(fault);
  const issuedAt = timeOf(receipt.value);
  const { outcome, code } = judgeAnchor({
    receipt: { ...receipt.value, event: version },
    checkpoint,
    list,
    anchors: evidence.anchors,
    young: isYoung(version, now, policy),
    brought: false,
    claims: { issuedAt, issuanceDate: shanghaiDay(issuedAt / 1000) },
    wrong: wrongWhen(false),
  });
  const borne = policy.anchor !== 'required' && policy.attestationGrace > 0 && isBearable(code);
  return outcome === 'passed' || borne ? receipt : refuse(code);
}
