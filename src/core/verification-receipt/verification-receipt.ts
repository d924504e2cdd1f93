import type { Digest } from '../bytes/index.js';
import type { CarrierKind } from '../carrier/index.js';
import type { JsonObject } from '../json/index.js';
import type { Anchor } from '../receipt/index.js';
import type { Check, Verdict } from '../verification/report.js';

/** What a verifier signs of what it checked, when and with which outcome. No personal data, and nothing that a licence says. */
export interface VerificationReceipt {
  /** Public address of the registry that verified. */
  iss: string;
  /** When it was signed, in seconds since 1970. */
  iat: number;
  /** Unique. */
  jti: string;
  /** Unified social credit code of the organisation that asked; missing when nobody known did. */
  aud?: string;
  /** The licence identifier; missing when nothing believed named one. */
  identifier?: string;
  /** What was brought; missing when the licence was asked for by its identifier and code. */
  brought?: {
    kind: 'sd-jwt' | CarrierKind;
    /**
     * Of the very bytes: a credential's or code's text in UTF-8 without white space around it, a PDF whole; out of a licence
     * file, the carrier inside; out of a picture, the text of its code.
     */
    digest: Digest;
  };
  /** SHA-256 of the issuer-signed JWT of the master; missing when there was none. */
  masterDigest?: Digest;
  /** As in the report. */
  policy: JsonObject & { name: string };
  /** RFC 3339 in UTC: the moment that was asked for. */
  at: string;
  verdict: Verdict;
  /** In the order of the report. */
  checks: Pick<Check, 'check' | 'outcome' | 'code' | 'asOf'>[];
  /** The checkpoint in which the licence's event was found. */
  checkpoint?: { origin: string; size: number; root: Digest };
  /** Its anchor. */
  anchor?: Anchor;
  /** The number of the trust list by which it was judged; missing when there was none. */
  trustList?: number;
}

/** Its `typ`: no other token of the registry passes for one. */
export const verificationReceiptType = 'elicence-verification-receipt+jwt';
