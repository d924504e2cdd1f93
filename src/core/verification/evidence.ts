import type { CarrierEvidence } from '../carrier/said.js';
import type { EcPublicJwk } from '../crypto/index.js';
import type { LicenceState } from '../licence/index.js';
import type { Anchor, InclusionPromise } from '../receipt/receipt.js';
import type { TrustList } from '../trust/trust-list.js';
import type { Subject } from './subject.js';

/**
 * What a gatherer could not get: why, for people, and how old its last knowledge is, if any.
 * All `asOf` are RFC 3339 in UTC: the moment that the information speaks of, by the gatherer's own clock.
 */
export interface Unavailable {
  unavailable: string;
  asOf?: string;
}

/** The trust list: its signed text with the pinned root, or a list that was read by `readTrustList` before. */
export type TrustEvidence =
  | { jws: string; root: EcPublicJwk; seenNumber?: number; asOf: string }
  | { list: TrustList; asOf: string }
  | Unavailable;

/** A status list token as it stands in a trust bundle. */
export interface BundledStatusList {
  /** The `uri` in a master's `status`. */
  uri: string;
  token: string;
}

/**
 * The masters of a trust bundle that are not active: the first 16 characters of base64url of their digests, which are 12 bytes,
 * joined. A master that is in neither is active.
 */
export interface BundledMasters {
  invalid: string;
  suspended: string;
}

/** What the registry's primary answered, or a status list token with the status of this licence. */
export type StatusEvidence =
  | { from: 'registry'; known: false; asOf: string }
  | {
      from: 'registry';
      /** The registry holds this identifier with this digest of the master. */
      known: true;
      state: LicenceState;
      asOf: string;
      /** The moment of the event that made the state; needed to judge a moment in the past. */
      since?: string;
      /** The identifier of the version after this one. */
      supersededBy?: string;
    }
  | { from: 'token'; token: string; asOf: string }
  /** All tokens of a trust bundle that was read; the bundle vouches that they were good at `asOf`, beyond their own end. */
  | { from: 'bundle'; lists: readonly BundledStatusList[]; masters?: BundledMasters; asOf: string }
  | Unavailable;

/** An anchor as the gatherer itself read it from the chain as final. */
export interface KnownAnchor extends Anchor {
  /** The anchored root, `sha-256:…`. */
  root: string;
  /** The size of the tree that was anchored before; 0 for the first anchor. */
  previousTreeSize: number;
}

/** Anchors in hand, or why there are none; `stated` when the log's statements stand in for the chain. */
export type AnchorEvidence =
  | {
      anchors: readonly KnownAnchor[];
      asOf: string;
      stated?: {
        /** Stated by the log and not cosigned by enough witnesses. */
        uncosigned: readonly KnownAnchor[];
        /** Stated by the log in two ways. */
        contradicted: readonly KnownAnchor[];
      };
    }
  | Unavailable;

/** What the log states of its anchors, each a signed note with the cosignatures of witnesses, as `/log/anchors` gives it. */
export interface AnchorStatements {
  statements: readonly string[];
  asOf: string;
}

/** The versions of one record around a moment: *n*, in force then, and *n* + 1, each a version receipt as JSON value. */
export interface VersionPair {
  /** Missing when the record has no version from before that moment. */
  before?: unknown;
  /** Missing when *n* is the newest. */
  after?: unknown;
}

/** How the registry's records were at the moment asked for, when that is in the past. */
export interface HistoryEvidence {
  /** The trust roots that this verifier pins or pinned, from its own configuration. */
  roots: readonly EcPublicJwk[];
  trust?: VersionPair;
  /** Of the status list that the licence has its place on. */
  status?: VersionPair;
}

/** What a verifier of key binding asked the holder for. */
export interface KeyBindingExpectation {
  audience: string;
  nonce: string;
  /** How old the binding may be, in seconds; 300 when not given. */
  maxAge?: number;
}

/** All that a verification judges. Nothing in it is believed for having been brought. */
export interface Evidence {
  /** The SD-JWT VC as brought. */
  credential: string;
  /** What `readSubject` made of this very credential, when the gatherer had to look into it before. */
  subject?: Subject;
  /** The carrier that led to the credential: attached to it, or found by the digest that it names. */
  carrier?: CarrierEvidence;
  trust: TrustEvidence;
  status: StatusEvidence;
  /** The receipt as JSON value; `brought` when the asker brought it, rather than the gatherer fetched it. */
  receipt: { value: unknown; brought: boolean } | Unavailable;
  /** The promise for the same event, while it is not logged. */
  promise?: InclusionPromise;
  /** Read from the chain, or statements in its place: then no chain node is needed, and witnesses are believed instead. */
  anchors: { anchors: readonly KnownAnchor[]; asOf: string } | AnchorStatements | Unavailable;
  /** Judged when the moment asked for is more than a minute before `trust.asOf`. */
  history?: HistoryEvidence;
  /** What the asker says it should be, for instance the identifier of a QR. */
  expected?: { identifier?: string };
  /** Given when the holder was asked to prove possession of the key in `cnf`. */
  keyBinding?: KeyBindingExpectation;
}
