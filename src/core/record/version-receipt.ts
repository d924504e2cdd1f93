import { fromBase64url, parseDigest } from '../bytes/index.js';
import { noteLimits } from '../checkpoint/index.js';
import { anchorGuard, type Receipt } from '../receipt/index.js';
import { ok, type Result, refuse } from '../result.js';
import { type Guard, isText, listOf, members, nullOr, oneOf, textOf, wholeNumber } from '../shape/index.js';
import { parseInstant } from '../time/index.js';
import { type RecordVersion, recordKinds } from './version.js';

/** The proof that a version is in the log: a receipt with `version` in place of `event`, and the content itself. */
export interface VersionReceipt extends Omit<Receipt, 'event'> {
  version: RecordVersion;
  /** The exact text that `version.contentDigest` names. */
  content: string;
}

/** Most UTF-16 code units of a version's content: as much as a trust list may have. */
export const maxContentLength = 4 * 1024 * 1024;

const digest = isText((text) => parseDigest(text) !== undefined);
const version: Guard<RecordVersion> = members({
  kind: oneOf(recordKinds),
  name: textOf(512),
  number: wholeNumber(1),
  previous: nullOr(digest),
  contentDigest: digest,
  time: isText((text) => parseInstant(text) !== undefined),
});
const receipt: Guard<VersionReceipt> = members({
  version,
  content: textOf(maxContentLength),
  salt: isText((text) => text.length < 128 && fromBase64url(text)?.length === 32),
  entry: digest,
  index: wholeNumber(0),
  treeSize: wholeNumber(1),
  inclusionProof: listOf(digest, 64),
  checkpoint: textOf(noteLimits.length),
  anchor: nullOr(anchorGuard),
  previousAnchor: nullOr(anchorGuard),
});

/** Reads a version receipt out of a JSON value: exactly its members, each in its one form. Nothing in it is judged here. */
export function parseVersionReceipt(value: unknown): Result<VersionReceipt, 'version-receipt-malformed'> {
  return receipt(value) ? ok(value) : refuse('version-receipt-malformed');
}
