import type { LicenceEvent } from '../licence/index.js';

/** A checkpoint on a chain. */
export interface Anchor {
  chainId: number;
  /** 0x and 40 hexadecimal digits: all lower case, or spelled as in the trust list. */
  contract: string;
  /** 0x and 64 lower-case hexadecimal digits. */
  logId: string;
  treeSize: number;
  /** 0x and 64 lower-case hexadecimal digits. */
  transactionHash: string;
  blockNumber: number;
  /** RFC 3339 in UTC. */
  blockTime: string;
}

/** The proof that an event is in the log, and which anchored checkpoint holds it. */
export interface Receipt {
  event: LicenceEvent;
  /** Base64url of 32 bytes. */
  salt: string;
  /** `sha-256:…` of salt and event. */
  entry: string;
  index: number;
  treeSize: number;
  /** RFC 6962 inclusion proof from the leaf to the root of `checkpoint`, digests. */
  inclusionProof: string[];
  /** The signed note's text. */
  checkpoint: string;
  /** The anchor of `checkpoint`, or null while it is only logged. */
  anchor: Anchor | null;
  /** The anchor before it, or null when there was none. */
  previousAnchor: Anchor | null;
}

/** The registry's signed word that an event will be in the log by `loggedBy`. */
export interface InclusionPromise {
  event: LicenceEvent;
  /** Base64url of 32 bytes. */
  salt: string;
  entry: string;
  /** RFC 3339 in UTC. */
  time: string;
  loggedBy: string;
  keyId: string;
  /** Base64url of 64 bytes, r ‖ s, over `promiseSigningInput`. */
  signature: string;
}
