import type { Receipt } from '../receipt/index.js';
import { parseInstant } from '../time/index.js';
import { answer, lacking, unreadable } from './answer.js';
import { judgeAnchor } from './attestation/anchor.js';
import { eventFault, isYoung } from './attestation/event.js';
import { type Finding, wrongWhen } from './attestation/finding.js';
import { checkpointFault, judgeInclusion } from './attestation/log.js';
import { judgePromise } from './attestation/promise.js';
import { readReceipt } from './attestation/read-receipt.js';
import type { Case } from './case.js';
import type { Lack } from './lack.js';
import type { Check, TimeBound } from './report.js';
import type { Readable } from './subject.js';

/** The answer, when the event was proven to be on the chain (the block's time, milliseconds), and what bounds its time. */
export interface Attested {
  check: Check;
  anchoredAt?: number;
  bound?: TimeBound;
}

/** Is the event that made this version in the log, and the log on the chain? */
export function checkAttestation(given: Case): Attested {
  const { subject, evidence, atText } = given;
  if (!subject.ok) return { check: unreadable('attestation', atText) };
  const finding = 'unavailable' in evidence.receipt ? withoutReceipt(given, subject) : withReceipt(given, subject);
  if ('lacks' in finding) return { check: lacking('attestation', finding) };
  const asOf = evidence.anchors.asOf ?? atText;
  const check = answer('attestation', finding.outcome, finding.code, asOf, finding.particulars);
  const bound = finding.bound && { bound: finding.bound };
  return finding.outcome === 'passed'
    ? { check, anchoredAt: blockTime(evidence.receipt), ...bound }
    : { check, ...bound };
}

function withoutReceipt(given: Case, subject: Readable): Finding | Lack {
  const { evidence, trust } = given;
  const reason = 'unavailable' in evidence.receipt ? evidence.receipt.unavailable : '';
  if ('lacks' in trust) return trust;
  return judgePromise(given, subject, trust.list, reason);
}

function withReceipt({ evidence, trust, at, policy, crypto }: Case, subject: Readable): Finding | Lack {
  const { value, brought } = evidence.receipt as { value: unknown; brought: boolean };
  const wrong = wrongWhen(brought);
  const read = readReceipt(value, crypto);
  if (read === undefined) return wrong('receipt-malformed');
  const { receipt, entry } = read;
  const eventWrong = eventFault(receipt.event, subject);
  if (eventWrong !== undefined) return wrong(eventWrong);
  if (entry === undefined) return wrong('receipt-entry-mismatch');
  const checkpoint = judgeInclusion(receipt, entry, crypto);
  if (typeof checkpoint === 'string') return wrong(checkpoint);
  if ('lacks' in trust) return trust;
  const signatureWrong = checkpointFault(receipt.checkpoint, checkpoint.origin, trust.list, crypto);
  if (signatureWrong !== undefined) return wrong(signatureWrong);
  const young = isYoung(receipt.event, at, policy);
  const { anchors } = evidence;
  const { iat, issuance_date: issuanceDate } = subject.jwt.clear;
  const claims = { issuedAt: iat * 1000, issuanceDate };
  return judgeAnchor({ receipt, checkpoint, list: trust.list, anchors, young, brought, claims, wrong });
}

function blockTime(receipt: Case['evidence']['receipt']): number | undefined {
  if ('unavailable' in receipt) return undefined;
  return parseInstant((receipt.value as Receipt).anchor?.blockTime ?? '');
}
