import { type Digest, fromBase64url } from '../bytes/index.js';
import type { NoteKey } from '../checkpoint/index.js';
import type { EcPublicJwk } from '../crypto/index.js';
import { parseInstant } from '../time/index.js';
import type {
  ListedAuthority,
  ListedCertificate,
  ListedContract,
  ListedKey,
  ListedRight,
  TrustList,
} from './trust-list.js';

/** A stretch of time in milliseconds: from its first moment to the first that is outside. */
export interface Period {
  from: number;
  until: number;
}

/** A listed certificate with its authority. Nothing that it signed from `compromisedAt` (milliseconds) on counts. */
export interface ListedSigner {
  authority: ListedAuthority;
  certificate: ListedCertificate;
  period: Period;
  compromisedAt?: number;
}

/** A listed key of the registry; `key.kid` is its id. */
export interface RegistryKey {
  use: ListedKey['use'];
  key: EcPublicJwk;
  period: Period;
  compromisedAt?: number;
}

/** A key that signs carriers, with its certificate's `sha-256:…` and the 32 bytes of its own thumbprint. */
export interface CarrierKey extends RegistryKey {
  use: 'carrier';
  certificate: Digest;
  thumbprint: Uint8Array;
}

/** A trust list made ready for look-ups. */
export interface TrustIndex {
  issuedAt: number;
  expiresAt: number;
  signers: ReadonlyMap<string, ListedSigner>;
  authorities: ReadonlyMap<string, ListedAuthority>;
  rights: ReadonlyMap<string, readonly (Period & { right: ListedRight })[]>;
  types: ReadonlyMap<string, TrustList['types'][number]>;
  keys: ReadonlyMap<string, RegistryKey>;
  carrierKeys: readonly CarrierKey[];
  contracts: ReadonlyMap<string, ListedContract>;
  /** Signers by the exact text of their certificate: only listed ones come in, so the list bounds it. */
  signersByText: Map<string, ListedSigner>;
  noteKeys: Map<string, NoteKey>;
}

const indexes = new WeakMap<TrustList, TrustIndex>();

/** The index of a list, built once for each list object; a list object must not be changed after its first use. */
export function trustIndex(list: TrustList): TrustIndex {
  const known = indexes.get(list);
  if (known !== undefined) return known;
  const index = build(list);
  indexes.set(list, index);
  return index;
}

/** The key of a right in {@link TrustIndex.rights}. */
export function rightKey(creditCode: string, typeCode: string): string {
  return `${creditCode} ${typeCode}`;
}

/** The key of a contract in {@link TrustIndex.contracts}: hexadecimal digits have no case here. */
export function contractKey(chainId: number, address: string, logId: string): string {
  return `${chainId} ${address} ${logId}`.toLowerCase();
}

function build(list: TrustList): TrustIndex {
  const signers = new Map<string, ListedSigner>();
  const rights = new Map<string, (Period & { right: ListedRight })[]>();
  for (const authority of list.authorities) {
    for (const certificate of authority.certificates) {
      const period = { from: moment(certificate.notBefore), until: moment(certificate.notAfter) };
      signers.set(certificate.thumbprint, { authority, certificate, period, ...compromise(certificate) });
    }
    for (const right of authority.rights) {
      const key = rightKey(authority.creditCode, right.typeCode);
      const stretch = { from: moment(right.from), until: end(right.until), right };
      rights.set(key, [...(rights.get(key) ?? []), stretch]);
    }
  }
  return {
    issuedAt: moment(list.issuedAt),
    expiresAt: moment(list.expiresAt),
    signers,
    authorities: new Map(list.authorities.map((authority) => [authority.creditCode, authority])),
    rights,
    types: new Map(list.types.map((type) => [type.code, type])),
    keys: new Map(list.keys.map((key) => [key.keyId, registryKey(key)])),
    carrierKeys: list.keys.flatMap(carrierKey),
    contracts: new Map(list.contracts.map((item) => [contractKey(item.chainId, item.address, item.logId), item])),
    signersByText: new Map(),
    noteKeys: new Map(),
  };
}

function registryKey(key: ListedKey): RegistryKey {
  return {
    use: key.use,
    key: { ...key.publicKey, kid: key.keyId },
    period: { from: moment(key.from), until: end(key.until) },
    ...compromise(key),
  };
}

function carrierKey(key: ListedKey): CarrierKey[] {
  const thumbprint = fromBase64url(key.keyId);
  if (key.use !== 'carrier' || key.certificate === undefined || thumbprint === undefined) return [];
  return [{ ...registryKey(key), use: 'carrier', certificate: key.certificate, thumbprint }];
}

function compromise({ compromisedAt }: { compromisedAt?: string }): { compromisedAt?: number } {
  return compromisedAt === undefined ? {} : { compromisedAt: moment(compromisedAt) };
}

function end(until: string | undefined): number {
  return until === undefined ? Number.POSITIVE_INFINITY : moment(until);
}

function moment(text: string): number {
  const time = parseInstant(text);
  if (time === undefined) throw new Error(`the trust list was not read by readTrustList: ${text} is no moment`);
  return time;
}
