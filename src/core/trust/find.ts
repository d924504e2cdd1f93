import { formatDigest } from '../bytes/index.js';
import { fromBase64 } from '../checkpoint/base64.js';
import { type CosignerKey, type NoteKey, parseCosignerKey, parseNoteKey } from '../checkpoint/index.js';
import type { CryptoPort, EcPublicJwk } from '../crypto/index.js';
import { parseInstant } from '../time/index.js';
import { contractKey, type ListedSigner, type Period, type RegistryKey, rightKey, trustIndex } from './trust-index.js';
import type { ListedAuthority, ListedContract, ListedRight, TrustList } from './trust-list.js';

/** Whether a moment, in milliseconds, lies within a period. */
export function within(period: Period, at: number): boolean {
  return at >= period.from && at < period.until;
}

/** The SHA-256 of a certificate's DER, `sha-256:…`; `undefined` when the text is no canonical base64. */
export function certificateThumbprint(base64: string, crypto: Pick<CryptoPort, 'sha256'>): string | undefined {
  const der = fromBase64(base64);
  return der && formatDigest(crypto.sha256(der));
}

/** Whose certificate this is (`x5c[0]`: base64 of DER), by the list alone; nothing in the certificate itself is read. */
export function findIssuerKey(
  list: TrustList,
  certificate: string,
  crypto: Pick<CryptoPort, 'sha256'>,
): ListedSigner | undefined {
  const { signers, signersByText } = trustIndex(list);
  const known = signersByText.get(certificate);
  if (known !== undefined) return known;
  const thumbprint = certificateThumbprint(certificate, crypto);
  const signer = thumbprint === undefined ? undefined : signers.get(thumbprint);
  if (signer !== undefined) signersByText.set(certificate, signer);
  return signer;
}

/** The authority with this credit code. */
export function findAuthority(list: TrustList, creditCode: string): ListedAuthority | undefined {
  return trustIndex(list).authorities.get(creditCode);
}

/** The licence type with this code. */
export function findType(list: TrustList, typeCode: string): TrustList['types'][number] | undefined {
  return trustIndex(list).types.get(typeCode);
}

/**
 * The right of an authority to issue a type at a moment, in milliseconds; `'not-in-period'` when it has, had or will have
 * one, but not then.
 */
export function findRight(
  list: TrustList,
  creditCode: string,
  typeCode: string,
  at: number,
): ListedRight | 'not-in-period' | undefined {
  const rights = trustIndex(list).rights.get(rightKey(creditCode, typeCode));
  if (rights === undefined) return undefined;
  return rights.find((right) => within(right, at))?.right ?? 'not-in-period';
}

/** The registry's key with this id and use, when it may be believed for what it signed at a moment (milliseconds). */
export function findRegistryKey(
  list: TrustList,
  use: RegistryKey['use'],
  keyId: string,
  at: number,
): EcPublicJwk | undefined {
  const key = trustIndex(list).keys.get(keyId);
  return key?.use === use && isGood(key, at) ? key.key : undefined;
}

/** All keys of a use that may be believed at a moment, each with its id as `kid`. */
export function registryKeys(list: TrustList, use: RegistryKey['use'], at: number): EcPublicJwk[] {
  return [...trustIndex(list).keys.values()].filter((key) => key.use === use && isGood(key, at)).map(({ key }) => key);
}

/** The verifier key of the log with this origin; `undefined` when the list names no such log, or its key is malformed. */
export function findLogKey(list: TrustList, origin: string, crypto: Pick<CryptoPort, 'sha256'>): NoteKey | undefined {
  const { noteKeys } = trustIndex(list);
  const known = noteKeys.get(origin);
  if (known !== undefined) return known;
  const log = list.logs.find((item) => item.origin === origin);
  const key = log && parseNoteKey(log.noteKey, crypto);
  if (key !== undefined) noteKeys.set(origin, key);
  return key;
}

/** The witnesses that the list names, each with the time in which its word counts, and how many of them must agree. */
export function findWitnesses(
  list: TrustList,
  crypto: Pick<CryptoPort, 'sha256'>,
): { witnesses: { key: CosignerKey; period: Period }[]; quorum: number } {
  const listed = list.witnesses ?? [];
  const witnesses = listed.flatMap(({ noteKey, from, until }) => {
    const key = parseCosignerKey(noteKey, crypto);
    const period = { from: parseInstant(from) ?? Number.POSITIVE_INFINITY, until: end(until) };
    return key === undefined ? [] : [{ key, period }];
  });
  const open = listed.filter(({ until }) => until === undefined).length;
  return { witnesses, quorum: list.witnessQuorum ?? Math.floor(open / 2) + 1 };
}

function end(until: string | undefined): number {
  return until === undefined ? Number.POSITIVE_INFINITY : (parseInstant(until) ?? Number.NEGATIVE_INFINITY);
}

/** The contract that the list names, whatever the case of its hexadecimal digits. */
export function findContract(
  list: TrustList,
  chainId: number,
  address: string,
  logId: string,
): ListedContract | undefined {
  return trustIndex(list).contracts.get(contractKey(chainId, address, logId));
}

// A thief writes whatever time he likes into what he signs, so a compromised key counts for nothing, whenever.
function isGood(key: RegistryKey, at: number): boolean {
  return key.compromisedAt === undefined && within(key.period, at);
}
