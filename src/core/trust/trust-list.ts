import type { EcPublicJwk } from '../crypto/index.js';

/** A name in the two languages of the registry. */
export interface LocalText {
  'zh-CN': string;
  en: string;
}

/** A certificate of an authority. Times are RFC 3339 in UTC; `notAfter` is the first moment that is outside. */
export interface ListedCertificate {
  /** SHA-256 of the certificate's DER, `sha-256:…`. */
  thumbprint: string;
  publicKey: EcPublicJwk;
  notBefore: string;
  notAfter: string;
  /** From this moment on nothing that the key signs counts. */
  compromisedAt?: string;
}

/** The right to issue one type. RFC 3339 in UTC; `until` is the first moment without it. */
export interface ListedRight {
  typeCode: string;
  from: string;
  until?: string;
}

/** An authority: who may sign as `issuer`. */
export interface ListedAuthority {
  /** Unified social credit code; the same that is inside its licences' identifiers. */
  creditCode: string;
  name: LocalText;
  /** The `iss` of its masters. */
  issuer: string;
  certificates: ListedCertificate[];
  rights: ListedRight[];
}

/** A key of the registry itself: signs promises, status lists, carriers other than the master, or verification receipts. */
export interface ListedKey {
  use: 'promise' | 'status' | 'carrier' | 'verification';
  /** Of a `carrier` key the RFC 7638 thumbprint: an offline code names its signer by the first bytes of it. */
  keyId: string;
  publicKey: EcPublicJwk;
  from: string;
  until?: string;
  compromisedAt?: string;
  /** SHA-256 of the DER of its certificate, `sha-256:…`: a PDF names its signer so. Every `carrier` key has one, no other does. */
  certificate?: string;
}

/** Which contract anchors which log. */
export interface ListedContract {
  chainId: number;
  /** 0x and 40 hexadecimal digits. */
  address: string;
  /** 0x and 64 hexadecimal digits. */
  logId: string;
  /** The origin of the log that it anchors. */
  origin: string;
}

/** A witness: a department of its own that signs what it saw of the log and of the chain. */
export interface ListedWitness {
  /** The name in its verifier key. */
  name: string;
  /** C2SP verifier key of the kind that cosigns (`name+hash+base64`, 0x04). */
  noteKey: string;
  /** RFC 3339 in UTC; nothing that it signed before `from` or from `until` on counts. */
  from: string;
  until?: string;
}

/** Who may sign what, between which dates: all that a verifier believes beyond its pinned root. */
export interface TrustList {
  /** Counts up by one with every list. */
  number: number;
  issuedAt: string;
  expiresAt: string;
  /** The root that signs the lists after this one, when it changes. */
  nextRoot?: EcPublicJwk;
  registry: { name: LocalText; baseUrl: string; timeZone: string };
  authorities: ListedAuthority[];
  types: { code: string; name: LocalText; vct: string[] }[];
  keys: ListedKey[];
  /** Logs with their C2SP verifier key (`name+hash+base64`). */
  logs: { origin: string; noteKey: string }[];
  contracts: ListedContract[];
  witnesses?: ListedWitness[];
  /** How many witnesses must have signed a statement about an anchor; more than half of them when not given. */
  witnessQuorum?: number;
}
