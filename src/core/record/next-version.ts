import { formatDigest } from '../bytes/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { instantText, parseInstant } from '../time/index.js';
import { contentDigest, type RecordKind, type RecordVersion, versionEntry } from './version.js';

/** The newest version that a record has so far. */
export interface LatestVersion {
  number: number;
  /** `sha-256:…` */
  entry: string;
  contentDigest: string;
  /** RFC 3339 in UTC. */
  time: string;
}

/** Content that is to be the next version of a record, if it is new. */
export interface VersionDraft {
  kind: RecordKind;
  name: string;
  content: string;
}

/** A version with its entry, 32 bytes. */
export interface MadeVersion {
  version: RecordVersion;
  entry: Uint8Array;
}

/**
 * The next version of a record, or `undefined` when the content is what the latest one says: only changes are logged.
 * `at` in milliseconds; a clock that went back does not make the version older than the one before.
 */
export function nextVersion(
  draft: VersionDraft,
  latest: LatestVersion | undefined,
  making: { at: number; salt: Uint8Array; crypto: Pick<CryptoPort, 'sha256'> },
): MadeVersion | undefined {
  const { at, salt, crypto } = making;
  const digest = contentDigest(draft.content, crypto);
  if (latest?.contentDigest === digest) return undefined;
  const version: RecordVersion = {
    kind: draft.kind,
    name: draft.name,
    number: (latest?.number ?? 0) + 1,
    previous: latest?.entry ?? null,
    contentDigest: digest,
    time: instantText(versionTime(at, latest)),
  };
  return { version, entry: versionEntry(version, salt, crypto) };
}

/** The time of a version made at `at`: always later than the one before. Milliseconds. */
export function versionTime(at: number, latest: Pick<LatestVersion, 'time'> | undefined): number {
  const before = latest === undefined ? undefined : parseInstant(latest.time);
  return before === undefined ? at : Math.max(at, before + 1);
}

/** What the version after `made` follows. */
export function asLatest({ version, entry }: MadeVersion): LatestVersion {
  const { number, contentDigest: digest, time } = version;
  return { number, entry: formatDigest(entry), contentDigest: digest, time };
}
