import { concatBytes, formatDigest, utf8Encode } from '../bytes/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { canonicalJson } from '../json/index.js';

/** What the registry keeps in numbered versions. `log` is the one leaf that a successor log begins with. */
export const recordKinds = ['trust-list', 'status-list', 'right-to-issue', 'key', 'licence-type', 'log'] as const;
/** See {@link recordKinds}. */
export type RecordKind = (typeof recordKinds)[number];

/** One version of a public record, as it goes into the log. It is in force from its time until that of the next. */
export interface RecordVersion {
  kind: RecordKind;
  /** Which record of its kind: see `docs/log.md`. */
  name: string;
  /** From 1, without a gap. */
  number: number;
  /** The entry of the version before, `sha-256:…`, or null for the first. */
  previous: string | null;
  /** SHA-256 of the exact content text in UTF-8, `sha-256:…`. */
  contentDigest: string;
  /** RFC 3339 in UTC with milliseconds; later than that of the version before. */
  time: string;
}

const domain = utf8Encode('elicence-version-v1\0');

/**
 * The entry of a version in the log: SHA-256(`elicence-version-v1` ‖ 0x00 ‖ salt ‖ JCS(version)).
 * `salt` is 32 random bytes; throws on another length.
 */
export function versionEntry(version: RecordVersion, salt: Uint8Array, crypto: Pick<CryptoPort, 'sha256'>): Uint8Array {
  if (salt.length !== 32) throw new Error(`a salt has 32 bytes, not ${salt.length}`);
  return crypto.sha256(concatBytes(domain, salt, utf8Encode(canonicalJson({ ...version }))));
}

/** The digest by which a version names its content. */
export function contentDigest(content: string, crypto: Pick<CryptoPort, 'sha256'>): string {
  return formatDigest(crypto.sha256(utf8Encode(content)));
}
