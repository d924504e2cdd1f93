import { formatDigest, parseDigest, utf8Encode } from '../bytes/index.js';
import { carrierKinds } from '../carrier/index.js';
import type { CryptoPort } from '../crypto/index.js';
import { isJsonObject } from '../json/index.js';
import { hasHeader, parseCompactJws } from '../jws/index.js';
import { anchorGuard } from '../receipt/anchor-shape.js';
import { ok, type Result, refuse } from '../result.js';
import { type Guard, isText, listOf, members, oneOf, textOf, wholeNumber } from '../shape/index.js';
import { parseInstant } from '../time/index.js';
import { findRegistryKey, type TrustList } from '../trust/index.js';
import { checkNames } from '../verification/report.js';
import { type VerificationReceipt, verificationReceiptType } from './verification-receipt.js';

/**
 * Why a verification receipt is not believed. `-key-unknown`: the trust list names no such key for receipts, or not for the
 * time at which it says it was signed.
 */
export type VerificationReceiptRefusal =
  | 'verification-receipt-malformed'
  | 'verification-receipt-key-unknown'
  | 'verification-receipt-signature'
  | 'verification-receipt-other-audience'
  | 'verification-receipt-other-credential';

/** What whoever is shown a receipt may hold it against. */
export interface VerificationReceiptExpectation {
  /** Credit code of the organisation that shows it. */
  audience?: string;
  /** The credential, code or PDF that it is to speak of: its text or its bytes. */
  credential?: string | Uint8Array;
}

const limits = { maxLength: 32_768, maxDepth: 8 };

const digest = isText((text) => parseDigest(text) !== undefined);
const instant = isText((text) => parseInstant(text) !== undefined);
const check = members(
  {
    check: oneOf(checkNames),
    outcome: oneOf(['passed', 'failed', 'indeterminate', 'not-applicable'] as const),
    code: textOf(128),
    asOf: instant,
  },
  {},
  'ignored',
);
const brought = members({ kind: oneOf(['sd-jwt', ...carrierKinds] as const), digest }, {}, 'ignored');
const checkpoint = members({ origin: textOf(512), size: wholeNumber(1), root: digest }, {}, 'ignored');
const policy = (value: unknown): value is VerificationReceipt['policy'] =>
  isJsonObject(value) && typeof value.name === 'string';
const receipt = members(
  {
    iss: textOf(2048),
    iat: wholeNumber(0),
    jti: textOf(128),
    policy,
    at: instant,
    verdict: oneOf(['valid', 'invalid', 'indeterminate'] as const),
    checks: listOf(check, 32, 1),
  },
  {
    aud: textOf(64),
    identifier: textOf(128),
    brought,
    masterDigest: digest,
    checkpoint,
    anchor: anchorGuard,
    trustList: wholeNumber(1),
  },
  'ignored',
) as Guard<unknown> as Guard<VerificationReceipt>;

/**
 * Reads a verification receipt: a compact JWS, ES256, `typ` `elicence-verification-receipt+jwt`, by a key that a trust list
 * names for this use and for the time at which it was signed. That it is genuine says what the registry found then, not that
 * the licence is valid now. Members that a later build adds are passed over: the key signed them too.
 */
export function readVerificationReceipt(
  text: string,
  list: TrustList,
  expected: VerificationReceiptExpectation,
  crypto: Pick<CryptoPort, 'sha256' | 'verifyEs256'>,
): Result<VerificationReceipt, VerificationReceiptRefusal> {
  const parts = parseCompactJws(text, limits);
  if (!parts.ok) return refuse('verification-receipt-malformed', parts.code);
  const { header, payload, signingInput, signature } = parts.value;
  const { kid } = header;
  if (!hasHeader(header, verificationReceiptType, ['kid']) || typeof kid !== 'string') {
    return refuse('verification-receipt-malformed', 'header');
  }
  const said: unknown = payload;
  if (!receipt(said)) return refuse('verification-receipt-malformed', 'members');
  const key = findRegistryKey(list, 'verification', kid, said.iat * 1000);
  if (key === undefined) return refuse('verification-receipt-key-unknown');
  if (!crypto.verifyEs256(key, signingInput, signature)) return refuse('verification-receipt-signature');
  if (expected.audience !== undefined && said.aud !== expected.audience) {
    return refuse('verification-receipt-other-audience');
  }
  if (expected.credential !== undefined && said.brought?.digest !== digestOf(expected.credential, crypto)) {
    return refuse('verification-receipt-other-credential');
  }
  return ok(said);
}

function digestOf(credential: string | Uint8Array, crypto: Pick<CryptoPort, 'sha256'>) {
  const bytes = typeof credential === 'string' ? utf8Encode(credential.trim()) : credential;
  return formatDigest(crypto.sha256(bytes));
}
