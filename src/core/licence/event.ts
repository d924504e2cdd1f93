import { concatBytes, utf8Encode } from '../bytes/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { canonicalJson } from '../json/index.js';
import type { LicenceCommand } from './lifecycle.js';

/** What happened to a licence, as it goes into the log: references and digests, never personal data. */
export interface LicenceEvent {
  /** The licence identifier, with its check character. */
  identifier: string;
  typeCode: string;
  typeVersion: number;
  command: LicenceCommand;
  /** Digest of the issuer-signed JWT up to the first `~`, `sha-256:…`. */
  masterDigest: string;
  statusIndex: number;
  /** The entry of the licence's event before this one, `sha-256:…`, or null for the first. */
  previousEvent: string | null;
  /** RFC 3339 in UTC with milliseconds. */
  time: string;
}

const domain = utf8Encode('elicence-event-v1\0');

/**
 * The entry of an event in the log: SHA-256(`elicence-event-v1` ‖ 0x00 ‖ salt ‖ JCS(event)).
 * `salt` is 32 random bytes, which blind the entry; throws on another length.
 */
export function eventEntry(event: LicenceEvent, salt: Uint8Array, crypto: CryptoPort): Uint8Array {
  if (salt.length !== 32) throw new Error(`a salt has 32 bytes, not ${salt.length}`);
  return crypto.sha256(concatBytes(domain, salt, utf8Encode(canonicalJson({ ...event }))));
}
