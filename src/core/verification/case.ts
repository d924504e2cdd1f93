import type { CryptoPort } from '../crypto/index.js';
import type { CarrierInHand } from './carrier.js';
import type { AnchorEvidence, Evidence } from './evidence.js';
import type { Policy } from './policy.js';
import type { Subject } from './subject.js';
import type { TrustInHand } from './trust-in-hand.js';

/** What every check is given: the evidence, read once, and nothing that changes. */
export interface Case {
  /** With the log's statements, if any, made into the anchors that they prove. */
  evidence: Omit<Evidence, 'anchors' | 'credential' | 'subject' | 'carrier'> & { anchors: AnchorEvidence };
  /** What was brought, or why it can't be read. */
  subject: Subject;
  /** What led to it, when that was a carrier. */
  carrier?: CarrierInHand;
  /** Today's list. */
  trust: TrustInHand;
  /** The list that was in force at the moment asked for. */
  trustThen: TrustInHand;
  policy: Policy;
  /** The moment asked for, in milliseconds. */
  at: number;
  /** When the evidence was gathered, milliseconds; never before `at`. */
  now: number;
  /** `at` as text. */
  atText: string;
  crypto: CryptoPort;
}

/** What the status is judged by: the licence's place on its status list, or else its master's digest, where that is known. */
export type StatusCase = Omit<Case, 'subject' | 'carrier' | 'trustThen'> & {
  place?: { uri: string; index: number };
  masterDigest?: string;
};
