import type { EcPublicJwk } from '../../crypto/index.js';
import type { JsonObject, JsonValue } from '../../json/index.js';
import type { Holder } from './master-input.js';

/** The header of a master: nothing else is allowed in it. */
export interface MasterHeader {
  alg: 'ES256';
  typ: 'dc+sd-jwt';
  /** Base64 (with padding) of DER certificates, the signer's first. */
  x5c: string[];
  kid?: string;
}

/** The claims that every master has in clear (times in seconds). */
export interface MasterClaims {
  iss: string;
  vct: string;
  licence_id: string;
  iat: number;
  nbf?: number;
  exp?: number;
  issuance_date: string;
  status: { status_list: { idx: number; uri: string } };
  cnf?: { jwk: EcPublicJwk };
  /** The digest of the type's metadata; masters of old have none. */
  'vct#integrity'?: string;
}

/** The issuer-signed JWT of an SD-JWT, read and within bounds; its signature is not judged yet. */
export interface IssuerJwt {
  /** The JWT's text, up to the first `~`. */
  jwt: string;
  header: MasterHeader;
  /** The payload as signed, with its digests. */
  payload: JsonObject;
  clear: MasterClaims;
  /** `header.payload` as ASCII bytes: what was signed. */
  signingInput: Uint8Array;
  /** 64 bytes, r ‖ s. */
  signature: Uint8Array;
  /** SHA-256 of `jwt`, `sha-256:…`: the digest of the master, whatever was disclosed. */
  masterDigest: string;
}

/** One disclosure that the payload vouches for. */
export interface Disclosure {
  /** As brought, base64url. */
  text: string;
  /** JSON pointer (RFC 6901) to what it discloses. */
  path: string;
  value: JsonValue;
}

/** A whole SD-JWT whose form keeps every rule of RFC 9901 §7.1; its signature is not judged yet. */
export interface ParsedSdJwt extends IssuerJwt {
  disclosures: Disclosure[];
  /** The payload with what was disclosed in its place and without digests. */
  claims: JsonObject;
  /** As far as disclosed. */
  licenceNumber?: string;
  /** In the master's order; a holder of whom nothing was disclosed is `{}`. */
  holders: Partial<Holder>[];
  /** As far as disclosed. */
  faceData: Record<string, JsonValue>;
  /** The key-binding JWT, when one came along. */
  keyBinding?: string;
  /** The text up to and with the last `~`: what `sd_hash` of a key-binding JWT covers. */
  presented: string;
}
