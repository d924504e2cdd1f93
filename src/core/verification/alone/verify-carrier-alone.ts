import type { CarrierEvidence } from '../../carrier/said.js';
import type { CryptoPort } from '../../crypto/index.js';
import { answer, unreadable } from '../answer.js';
import { takeCarrier } from '../carrier.js';
import type { Case } from '../case.js';
import type { Evidence } from '../evidence.js';
import { openCase } from '../open-case.js';
import { accepted, type Policy } from '../policy.js';
import { type Check, checkNames, type Report } from '../report.js';
import { judgeStatus } from '../status.js';
import { verdictOf } from '../verdict.js';
import { verify } from '../verify.js';
import { carrierCase } from './carrier-case.js';
import { checkCarrierIntegrity, checkCarrierIssuer, checkCarrierRight, checkCarrierValidity } from './checks.js';
import { reportCarrier } from './reported.js';

/** What is judged of a carrier: as of a credential, without one. */
export type CarrierAloneEvidence = Omit<Evidence, 'credential' | 'subject' | 'carrier'> & { carrier: CarrierEvidence };

/**
 * Judges a carrier whose master is not in hand, by the same questions: what it says rests on the registry's word, by its
 * carrier key, and its event can't be looked up, so that it is *valid* only for a policy that asks for no anchor. One that has
 * its master attached is judged with it, as by `verify`. Fetches nothing, has no clock, never throws for what the evidence holds; throws on an
 * `at` that is no moment.
 */
export function verifyCarrierAlone(
  evidence: CarrierAloneEvidence,
  asked: Policy,
  at: number,
  crypto: CryptoPort,
): Report {
  const policy = accepted(asked);
  const carrier = takeCarrier(evidence.carrier, crypto);
  const attached = carrier.read.ok ? carrier.read.value.master : undefined;
  if (attached !== undefined) return verify({ ...evidence, credential: attached }, policy, at, crypto);
  const opened = openCase(evidence, policy, at, crypto);
  const { read } = carrier;
  const given = read.ok ? carrierCase(opened, carrier, read.value) : undefined;
  if (given === undefined) return unread(opened, read.ok ? 'says no dates' : read.code);
  const checks = [
    checkCarrierIntegrity(given),
    checkCarrierIssuer(given),
    checkCarrierRight(given),
    checkCarrierValidity(given),
    judgeStatus(given),
    answer('attestation', 'indeterminate', 'master-not-in-hand', given.atText),
    holder(given),
  ];
  const report: Report = { verdict: verdictOf(checks, policy), checks, policy, at: given.atText };
  const licence = reportCarrier(given, checks);
  return licence === undefined ? report : { ...report, licence };
}

/** A carrier is bound to no key: whoever asked for a proof of the holder's has not got it. */
function holder({ evidence, atText }: Pick<Case, 'evidence' | 'atText'>): Check {
  return evidence.keyBinding === undefined
    ? answer('holder', 'not-applicable', 'key-binding-not-asked', atText)
    : answer('holder', 'failed', 'key-binding-missing', atText);
}

function unread({ policy, atText }: Pick<Case, 'policy' | 'atText'>, why: string): Report {
  const checks = checkNames.map((name) =>
    name === 'integrity' ? answer(name, 'failed', 'carrier-malformed', atText, why) : unreadable(name, atText),
  );
  return { verdict: verdictOf(checks, policy), checks, policy, at: atText };
}
