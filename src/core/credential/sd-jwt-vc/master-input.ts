import type { EcPublicJwk } from '../../crypto/index.js';
import type { JsonValue } from '../../json/index.js';

/** Who holds a licence, with the code that names them under GB/T 36903 annex A. */
export interface Holder {
  kind: 'person' | 'organisation';
  /** Three digits: `111` citizen number, `001` credit code, … */
  codeType: string;
  code: string;
  name: string;
}

/** All that goes into a master. Times in whole seconds since 1970 (NumericDate, RFC 7519), dates `YYYY-MM-DD`. */
export interface MasterInput {
  /** `iss`: the address of the issuing authority, as the trust list has it. */
  issuer: string;
  vct: string;
  /** `vct#integrity`: `sha256-…` of the type's metadata, byte for byte as served (W3C Subresource Integrity). */
  vctIntegrity?: string;
  /** The licence identifier, with its check character. */
  identifier: string;
  /** The certificate chain, each as base64 (with padding) of its DER, the signer's first (RFC 7515 §4.1.6). */
  x5c: string[];
  keyId?: string;
  issuedAt: number;
  issuanceDate: string;
  /** First moment of validity; left out when it is the moment of issuing. */
  notBefore?: number;
  /** First moment that is no longer valid; left out when the licence has no end. */
  expires?: number;
  status: { uri: string; index: number };
  /** The key that the holder proves to have (`cnf`), when the licence is bound to one. */
  holderKey?: EcPublicJwk;
  licenceNumber?: string;
  holders: Holder[];
  /**
   * The printed fields, each behind a disclosure of its own, and each item of a list behind one inside the list's. No
   * member anywhere may be named `_sd` or `...`.
   */
  faceData: Record<string, JsonValue>;
  /** How many fields the type has: decoys fill up to it, so that the digests don't tell how many were filled in. */
  faceFields?: number;
}

/** A master before its signature. */
export interface AssembledMaster {
  /** `header.payload`, ASCII: what ES256 signs. */
  signingInput: string;
  /** The disclosures, base64url, in no order that means anything. */
  disclosures: string[];
}
