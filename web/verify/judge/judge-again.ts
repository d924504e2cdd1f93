import {
  type Evidence,
  type Report,
  type StatusEvidence,
  standard,
  type TrustBundle,
  verify,
  verifyCarrierAlone,
} from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';
import type { AnsweredEvidence } from '../../client/index.js';
import type { InHand } from './in-hand.js';

/** What this device judges by. */
export interface SecondEvidence {
  inHand: InHand;
  answered: AnsweredEvidence;
  /** The signed trust list, judged under the root that this device pinned. */
  trust: Evidence['trust'];
  /** What the log states of the anchors that the receipt names. */
  statements?: readonly string[];
  /** A bundle that this device kept: its status lists speak where the registry gave no signed status. */
  bundle?: TrustBundle;
}

/** A report of this device's own. */
export interface SecondReport {
  report: Report;
  /** *integrity* rests on the registry's word that it made this very carrier. */
  byRecord?: boolean;
}

/** Codes that the registry's own record of the carriers that it made may answer; this device can't look into it. */
const answeredByRecord = ['carrier-signer-compromised', 'carrier-field-differs'];

/**
 * Judges once more, by core and noble, what the registry judged: what was brought as it was brought, and only the rest by the
 * registry's evidence. Undefined where there is neither a credential nor a carrier to judge.
 */
export function judgeAgain(given: SecondEvidence, at: number): SecondReport | undefined {
  const { inHand, answered } = given;
  const credential = inHand.credential ?? (answered.credential || undefined);
  const { carrier } = inHand;
  if (credential === undefined && carrier === undefined) return undefined;
  const evidence = evidenceOf(given, new Date(at).toISOString());
  const judge = (onRecord?: true): Report => {
    const brought = carrier && { ...carrier, ...(onRecord && { onRecord }) };
    return credential !== undefined
      ? verify({ ...evidence, credential, carrier: brought }, standard, at, nobleCrypto)
      : verifyCarrierAlone({ ...evidence, carrier: brought! }, standard, at, nobleCrypto);
  };
  const report = judge();
  const fault = report.checks.find(({ check, outcome }) => check === 'integrity' && outcome !== 'passed');
  if (!carrier || !fault || !answeredByRecord.includes(fault.code)) return { report };
  const recorded = judge(true);
  const mended = recorded.checks.some(({ check, outcome }) => check === 'integrity' && outcome === 'passed');
  return mended ? { report: recorded, byRecord: true } : { report };
}

function evidenceOf(given: SecondEvidence, asOf: string): Omit<Evidence, 'credential'> {
  const { inHand, answered, trust, statements } = given;
  return {
    trust,
    status: statusOf(given, asOf),
    receipt: answered.receipt
      ? { value: answered.receipt, brought: false }
      : { unavailable: 'the registry gave no receipt' },
    anchors: statements ? { statements, asOf } : { unavailable: 'the log’s statements could not be had' },
    ...(inHand.identifier === undefined ? {} : { expected: { identifier: inHand.identifier } }),
  };
}

function statusOf({ answered, bundle }: SecondEvidence, asOf: string): StatusEvidence {
  if (answered.statusToken !== null) return { from: 'token', token: answered.statusToken, asOf };
  if (bundle) {
    const { statusLists: lists, masters } = bundle;
    return { from: 'bundle', lists, ...(masters && { masters }), asOf: bundle.asOf };
  }
  return { unavailable: 'the registry gave no signed status' };
}
