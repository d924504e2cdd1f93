import { compareFields } from '../carrier/compare.js';
import { readCarrier } from '../carrier/read-carrier.js';
import type { CarrierEvidence, ReadCarrier } from '../carrier/said.js';
import { masterDigest } from '../credential/index.js';
import type { CryptoPort } from '../crypto/index.js';
import type { Result } from '../result.js';
import { type CarrierKey, findCarrierKeys, type TrustList } from '../trust/index.js';
import type { CarrierCode } from './codes.js';
import type { Algorithm } from './policy.js';
import type { Readable } from './subject.js';

/** What core reads of carriers is signed so, whatever their kind. */
export const carrierAlgorithm: Algorithm = 'ES256';

/** A carrier in hand: as brought, and as read. */
export interface CarrierInHand {
  evidence: CarrierEvidence;
  read: Result<ReadCarrier>;
}

/**
 * What is wrong with a carrier; `particulars` hold no personal data: at most a code or the pointer of a field. An `open` one is
 * not proven either way, and counts only when nothing else is wrong.
 */
export interface CarrierFault {
  code: CarrierCode;
  particulars?: string;
  open?: true;
}

/** Reads the carrier once for all checks. */
export function takeCarrier(evidence: CarrierEvidence, crypto: CryptoPort): CarrierInHand {
  return { evidence, read: readCarrier(evidence.kind, evidence.content, crypto) };
}

/** What is wrong with a carrier beside this master, before any key is looked at. */
export function formFault({ read }: CarrierInHand, { jwt }: Readable, crypto: CryptoPort): CarrierFault | undefined {
  if (!read.ok) return { code: 'carrier-malformed', particulars: spell(read.code, read.pointer) };
  const { said, master } = read.value;
  const attached = master === undefined ? said.masterDigest : masterDigest(master, crypto);
  const same = said.masterDigest === jwt.masterDigest && attached === jwt.masterDigest;
  return same ? undefined : { code: 'carrier-of-another-master' };
}

/**
 * What is wrong with who signed a carrier. Nothing proves when a carrier was signed, only that it was after its licence was
 * issued (`issuedAt`) and before now: so a key that has ended stays good for the licences of its time and is no good for
 * later ones, and of a compromised key only those very bytes count that the registry says it made. While nobody has asked
 * the registry the matter is open (EN 319 102-1: REVOKED_NO_POE): the owner of the key made genuine ones too.
 */
export function signerFault(
  { evidence }: CarrierInHand,
  read: ReadCarrier,
  list: TrustList,
  { issuedAt, now }: { issuedAt: number; now: number },
): CarrierFault | undefined {
  const named = findCarrierKeys(list, read.signer);
  if (named.length === 0) return { code: 'carrier-signer-unknown' };
  const signer = named.find(({ key }) => read.signedBy(key));
  if (signer === undefined) return { code: 'carrier-signature-wrong' };
  const suspect = signer.compromisedAt !== undefined && evidence.onRecord !== true;
  if (suspect && evidence.onRecord === false) return { code: 'carrier-signer-compromised' };
  if (!couldSign(signer, issuedAt, now)) return { code: 'carrier-signer-not-in-period' };
  return suspect ? { code: 'carrier-signer-compromised', open: true } : undefined;
}

/** What is wrong with what a carrier says, by its master and the registry's record of all that it made. */
export function contentFault(
  { evidence }: CarrierInHand,
  read: ReadCarrier,
  { whole }: Readable,
  list: TrustList,
  crypto: CryptoPort,
): CarrierFault | undefined {
  if (!whole.ok) return undefined;
  // A carrier on record says the names of its own day; authorities and types are renamed.
  const by = { whole: isWhole(evidence), names: evidence.onRecord !== true, crypto };
  const { differs } = compareFields(read.said, whole.value, list, by);
  if (differs !== undefined) return { code: 'carrier-field-differs', particulars: differs };
  return recordFault(evidence);
}

/** What the registry's record of all carriers has against these bytes. */
export function recordFault({ onRecord }: CarrierEvidence): CarrierFault | undefined {
  return onRecord === false ? { code: 'carrier-not-on-record' } : undefined;
}

/** Whether the master beside a carrier has all its disclosures: a PDF's attached one, or the registry's own. */
function isWhole({ kind, masterFound }: CarrierEvidence): boolean {
  return kind === 'pdf' || masterFound === true;
}

function couldSign({ period }: CarrierKey, issuedAt: number, now: number): boolean {
  return period.from <= now && issuedAt < period.until;
}

function spell(code: string, pointer: string | undefined): string {
  return pointer === undefined ? code : `${code} ${pointer}`;
}
