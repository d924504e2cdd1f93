import type { Holder } from '../credential/index.js';
import type { JsonValue } from '../json/index.js';
import type { LicenceState } from '../licence/index.js';
import type { LocalText } from '../trust/trust-list.js';
import type { CheckCode } from './codes.js';
import type { Policy } from './policy.js';

/** Three different things, everywhere. */
export type Verdict = 'valid' | 'invalid' | 'indeterminate';

/** The questions, in the order of the report. */
export const checkNames = [
  'integrity',
  'issuer',
  'right-to-issue',
  'validity',
  'status',
  'attestation',
  'holder',
] as const;
/** A question. */
export type CheckName = (typeof checkNames)[number];

/** *indeterminate*: what would answer the question could not be had. *not-applicable*: the credential raises no such question. */
export type Outcome = 'passed' | 'failed' | 'indeterminate' | 'not-applicable';

/** One answer. */
export interface Check {
  check: CheckName;
  outcome: Outcome;
  /** Stable; its texts are in `checkTexts`. */
  code: CheckCode;
  /** English, for people; never a contract, and without personal data. */
  detail: string;
  /** RFC 3339 in UTC: the age of the information behind the answer. */
  asOf: string;
}

/** What the credential says of the licence; given only when integrity and issuer passed. */
export interface ReportedLicence {
  identifier: string;
  typeCode: string;
  typeName?: LocalText;
  /** As far as disclosed, like the next two. */
  licenceNumber?: string;
  holders: Partial<Holder>[];
  faceData: Record<string, JsonValue>;
  /** From the trust list, never from the credential. */
  issuer: { name: LocalText; creditCode: string };
  /** Days of Asia/Shanghai, like the next two; `validUntil` is the last day. */
  issuanceDate: string;
  validFrom?: string;
  validUntil?: string;
  /** When the registry answered. */
  state?: LicenceState;
}

/** Between which moments chain and log put the licence's event. All but the day are RFC 3339 in UTC. */
export interface TimeBound {
  /** What the event says of its own time. */
  claimed: string;
  /** Block time of the first anchored checkpoint that holds the event: it was there by then. */
  notAfter: string;
  /** Block time of the anchored checkpoint before, which does not hold it; missing under the log's first anchor. */
  absentAt?: string;
  /** The earliest that a log which keeps its word leaves open; given where the anchor before `absentAt` is known. */
  notBefore?: string;
  /** The day of issue that the licence names, when it is more than a day off the event. */
  claimedIssuance?: string;
}

/** The answer to a verification. */
export interface Report {
  verdict: Verdict;
  checks: Check[];
  policy: Policy;
  /** RFC 3339 in UTC: the moment that was asked for. */
  at: string;
  /** Given when the event was found under an anchor that was read from the chain. */
  timeBound?: TimeBound;
  licence?: ReportedLicence;
}
