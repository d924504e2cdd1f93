import { parseNote } from '../checkpoint/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { isJsonObject } from '../json/index.js';
import {
  type CarrierAloneEvidence,
  type Evidence,
  type KnownAnchor,
  type Policy,
  type Report,
  readAnchorStatement,
  verify,
  verifyCarrierAlone,
} from '../verification/index.js';
import type { TrustBundle } from './trust-bundle.js';

type Along = Pick<Evidence, 'promise' | 'expected' | 'keyBinding'> & {
  /** The receipt as JSON value. */
  receipt?: unknown;
  /** The log's statements that came with the licence, for instance in a licence file. */
  statements?: readonly string[];
};
/** A credential that was brought to a verifier without a network, and what came along. Nothing in it is believed. */
export type BroughtCredential = Along & Pick<Evidence, 'credential' | 'carrier'>;
/** The same of a carrier without its master, or with it attached. */
export type BroughtCarrier = Along & Pick<CarrierAloneEvidence, 'carrier'> & { credential?: undefined };

/**
 * What a bundle knows for judging what was brought: its trust list, its status lists, and of its anchors those that the
 * receipt needs. All of it is as of the bundle, and so is what was not brought.
 */
export function evidenceByBundle(bundle: TrustBundle, brought: BroughtCredential): Evidence;
export function evidenceByBundle(bundle: TrustBundle, brought: BroughtCarrier): CarrierAloneEvidence;
export function evidenceByBundle(
  { asOf, trust, statusLists, masters, anchors }: TrustBundle,
  { receipt, statements = [], ...rest }: BroughtCredential | BroughtCarrier,
): Evidence | CarrierAloneEvidence {
  return {
    ...rest,
    trust: { list: trust, asOf },
    status: { from: 'bundle', lists: statusLists, ...(masters && { masters }), asOf },
    receipt: receipt === undefined ? { unavailable: 'none was brought', asOf } : { value: receipt, brought: true },
    anchors: { statements: needed([...anchors, ...statements], receipt), asOf },
  };
}

/** Judges what was brought by a bundle alone, by the function that its form asks for. */
export function verifyByBundle(
  bundle: TrustBundle,
  brought: BroughtCredential | BroughtCarrier,
  policy: Policy,
  at: number,
  crypto: CryptoPort,
): Report {
  return brought.credential === undefined
    ? verifyCarrierAlone(evidenceByBundle(bundle, brought), policy, at, crypto)
    : verify(evidenceByBundle(bundle, brought), policy, at, crypto);
}

/** The statements about the anchors that a receipt names, about the one before those, and about what passes over them. */
function needed(statements: readonly string[], receipt: unknown): string[] {
  const named = sizesOf(receipt);
  if (named.length === 0) return [];
  const read = statements.flatMap((statement) => {
    const note = parseNote(statement);
    const said = note.ok ? readAnchorStatement(note.value.text) : note;
    return said.ok ? [{ statement, anchor: said.value.anchor }] : [];
  });
  const before = read
    .filter(({ anchor }) => named.includes(anchor.treeSize))
    .map(({ anchor }) => anchor.previousTreeSize);
  const sizes = [...named, ...before];
  return read.filter(({ anchor }) => sizes.some((size) => reaches(anchor, size))).map(({ statement }) => statement);
}

/** Whether an anchor is of this size, or its step of the log passes over it. */
function reaches({ previousTreeSize, treeSize }: KnownAnchor, size: number): boolean {
  return previousTreeSize < size && size <= treeSize;
}

/** The tree sizes that a receipt names; whatever else it says is judged later. */
function sizesOf(receipt: unknown): number[] {
  if (!isJsonObject(receipt)) return [];
  return [receipt.anchor, receipt.previousAnchor].flatMap((anchor) =>
    isJsonObject(anchor) && typeof anchor.treeSize === 'number' && anchor.treeSize > 0 ? [anchor.treeSize] : [],
  );
}
