import type { EcPublicJwk } from '../crypto/index.js';
import type { CarrierAloneEvidence, Evidence, Policy, TrustEvidence } from '../verification/index.js';

/** What a record of evidence says first, and the version of its form. */
export const recordedEvidenceFormat = 'elicence-evidence/1';

/** Bounds of a record: UTF-16 code units of its text, levels of nesting, bytes of a PDF in it. */
export const recordedEvidenceLimits = { length: 8 * 1024 * 1024, depth: 16, pdfBytes: 2 * 1024 * 1024 } as const;

/** Evidence whose trust list is its signed text: a list that was only read before can't be judged again by others. */
type Recordable<E extends { trust: TrustEvidence }> = Omit<E, 'subject' | 'trust'> & {
  trust: Exclude<TrustEvidence, { list: unknown }>;
};

/** Evidence that may be recorded: with a credential, or of a carrier whose master is not in hand. */
export type RecordableEvidence = Recordable<Evidence> | Recordable<CarrierAloneEvidence>;

/**
 * What was judged at one time, kept so that it may be judged again. What is signed in it is proven anew; what the gatherer
 * says that a registry answered or a chain held is believed as the gatherer's word.
 */
export interface RecordedEvidence {
  evidence: RecordableEvidence;
  policy: Policy;
  /** The moment that was asked for, milliseconds since 1970. */
  at: number;
}

/** The trust roots of whoever judges a record, from its own configuration: a record names none. */
export interface PinnedRoots {
  /** Signs today's trust list. */
  root: EcPublicJwk;
  /** Pinned earlier; they signed the lists of the past. */
  former?: readonly EcPublicJwk[];
}
