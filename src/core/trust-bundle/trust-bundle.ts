import type { TrustList } from '../trust/index.js';
import type { BundledMasters, BundledStatusList } from '../verification/index.js';

/** `typ` of a trust bundle: no other text that the key `status` signs has it. */
export const trustBundleType = 'elicence-trust-bundle+jwt';
/** The media type under which a registry serves it. */
export const trustBundleMediaType = 'application/elicence-trust-bundle+jwt';

/** What a reader takes at most; a registry makes no larger one. */
export const trustBundleLimits = {
  /** UTF-16 code units of the compact JWS. */
  length: 32 * 1024 * 1024,
  /** Nested arrays and objects of the payload. */
  depth: 4,
  statusLists: 1024,
  /** Masters that are not active. */
  masters: 262_144,
  /** A verification never reads more. */
  anchors: 256,
  /** Seconds from `iat` to `exp`. */
  lifetime: 31 * 24 * 60 * 60,
} as const;

/** The payload of a trust bundle, as its registry signs it. */
export interface TrustBundlePayload {
  /** The registry: `registry.baseUrl` of the list inside. */
  iss: string;
  /** Seconds since 1970, like `exp`: everything inside was the newest then. */
  iat: number;
  /** The first second in which it is used no more. */
  exp: number;
  /** Grows with every bundle of a registry. */
  number: number;
  /** The newest trust list: a compact JWS by the root. */
  trustList: string;
  /** The tokens of all status lists, each good at `iat`. */
  statusLists: BundledStatusList[];
  /** Which masters are not active and not expired, for what does not say its place on a list; left out when too many. */
  masters?: BundledMasters;
  /** The log's statements about its newest anchors, oldest first: signed notes with the lines of witnesses. */
  anchors: string[];
  /** The newest checkpoint, a signed note; null for a log without one. */
  checkpoint: string | null;
}

/** A trust bundle that was read: all that a verifier needs without a network. */
export interface TrustBundle {
  issuer: string;
  number: number;
  /** RFC 3339 in UTC: every verdict by this bundle is as of then. */
  asOf: string;
  /** RFC 3339 in UTC: the first moment at which it is used no more. */
  expiresAt: string;
  trust: TrustList;
  statusLists: readonly BundledStatusList[];
  masters?: BundledMasters;
  anchors: readonly string[];
  checkpoint: string | null;
}

/** Why a trust bundle is not used; texts in {@link trustBundleTexts}. */
export type TrustBundleRefusal =
  | 'trust-bundle-too-large'
  | 'trust-bundle-malformed'
  | 'trust-bundle-wrong-type'
  | 'trust-bundle-trust-list'
  | 'trust-bundle-unknown-key'
  | 'trust-bundle-signature'
  | 'trust-bundle-of-another-registry'
  | 'trust-bundle-not-yet-issued'
  | 'trust-bundle-expired'
  | 'trust-bundle-older-than-seen'
  | 'trust-bundle-status-list'
  | 'trust-bundle-anchor'
  | 'trust-bundle-checkpoint';
