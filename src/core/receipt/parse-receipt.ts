import { fromBase64url, parseDigest } from '../bytes/index.js';
import { noteLimits } from '../checkpoint/index.js';
import { type LicenceEvent, licenceCommands } from '../licence/index.js';
import { ok, type Result, refuse } from '../result.js';
import { type Guard, isText, listOf, members, nullOr, oneOf, textOf, wholeNumber } from '../shape/index.js';
import { parseInstant } from '../time/index.js';
import { anchorGuard } from './anchor-shape.js';
import type { InclusionPromise, Receipt } from './receipt.js';

const digest = isText((text) => parseDigest(text) !== undefined);
const instant = isText((text) => parseInstant(text) !== undefined);
const bytes = (length: number) => isText((text) => text.length < 128 && fromBase64url(text)?.length === length);

const event: Guard<LicenceEvent> = members({
  identifier: textOf(128),
  typeCode: textOf(64),
  typeVersion: wholeNumber(0),
  command: oneOf(licenceCommands),
  masterDigest: digest,
  statusIndex: wholeNumber(0),
  previousEvent: nullOr(digest),
  time: instant,
});
const receipt: Guard<Receipt> = members({
  event,
  salt: bytes(32),
  entry: digest,
  index: wholeNumber(0),
  treeSize: wholeNumber(1),
  inclusionProof: listOf(digest, 64),
  checkpoint: textOf(noteLimits.length),
  anchor: nullOr(anchorGuard),
  previousAnchor: nullOr(anchorGuard),
});
const promise: Guard<InclusionPromise> = members({
  event,
  salt: bytes(32),
  entry: digest,
  time: instant,
  loggedBy: instant,
  keyId: textOf(256),
  signature: bytes(64),
});

/** Reads a receipt out of a JSON value: exactly its members, each in its one form. Nothing in it is judged here. */
export function parseReceipt(value: unknown): Result<Receipt, 'receipt-malformed'> {
  return receipt(value) ? ok(value) : refuse('receipt-malformed');
}

/** Reads an inclusion promise out of a JSON value, just as strictly. */
export function parsePromise(value: unknown): Result<InclusionPromise, 'promise-malformed'> {
  return promise(value) ? ok(value) : refuse('promise-malformed');
}
