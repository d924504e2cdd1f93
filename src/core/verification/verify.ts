import type { CryptoPort } from '../crypto/index.js';
import { checkAttestation } from './attestation.js';
import { takeCarrier } from './carrier.js';
import type { Case } from './case.js';
import { againstLog } from './contradiction.js';
import type { Evidence } from './evidence.js';
import { checkHolder } from './holder.js';
import { checkIntegrity } from './integrity.js';
import { checkIssuer } from './issuer.js';
import { openCase } from './open-case.js';
import { accepted, type Policy } from './policy.js';
import type { Report } from './report.js';
import { reportLicence } from './reported-licence.js';
import { checkRightToIssue } from './right-to-issue.js';
import { checkStatus } from './status.js';
import { readSubject } from './subject.js';
import { checkValidity } from './validity.js';
import { verdictOf } from './verdict.js';

/**
 * Judges a licence as of a moment (`at`, milliseconds since 1970) by evidence that others gathered. Fetches nothing,
 * has no clock, and treats every field of a proof as chosen by an attacker. Never throws for what the evidence holds;
 * throws on an `at` that is no moment.
 */
export function verify(evidence: Evidence, asked: Policy, at: number, crypto: CryptoPort): Report {
  const policy = accepted(asked);
  const given = open(evidence, policy, at, crypto);
  const attestation = checkAttestation(given);
  const checks = [
    checkIntegrity(given),
    checkIssuer(given, attestation.anchoredAt),
    checkRightToIssue(given),
    checkValidity(given),
    againstLog(checkStatus(given), attestation.check),
    attestation.check,
    checkHolder(given),
  ];
  const report: Report = { verdict: verdictOf(checks, policy), checks, policy, at: given.atText };
  if (attestation.bound !== undefined) report.timeBound = attestation.bound;
  const licence = reportLicence(given, checks);
  return licence === undefined ? report : { ...report, licence };
}

function open(evidence: Evidence, policy: Policy, at: number, crypto: CryptoPort): Case {
  const subject = evidence.subject ?? readSubject(evidence.credential, crypto);
  const carrier = evidence.carrier && takeCarrier(evidence.carrier, crypto);
  return Object.assign(openCase(evidence, policy, at, crypto), { subject, carrier });
}
