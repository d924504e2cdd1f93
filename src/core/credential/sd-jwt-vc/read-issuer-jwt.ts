import type { CryptoPort } from '../../crypto/index.js';
import { parseCompactJws } from '../../jws/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { masterDigest } from './master-digest.js';
import type { IssuerJwt } from './parsed-sd-jwt.js';
import { readClearClaims } from './read-clear-claims.js';
import { readHeader } from './read-header.js';
import type { JwtRefusal } from './refusals.js';

const limits = { maxLength: 64 * 1024, maxDepth: 24 };

/** Reads the issuer-signed JWT of a master, without disclosures; the signature is not judged here. */
export function readIssuerJwt(jwt: string, crypto: CryptoPort): Result<IssuerJwt, JwtRefusal> {
  const parts = parseCompactJws(jwt, limits);
  if (!parts.ok) return refuse('sd-jwt-form', parts.detail ?? parts.code);
  const { payload, signingInput, signature } = parts.value;
  if (signature.length !== 64) return refuse('sd-jwt-form', 'the signature has not 64 bytes');
  const header = readHeader(parts.value.header);
  if (!header.ok) return header;
  const clear = readClearClaims(payload);
  if (!clear.ok) return clear;
  const digest = masterDigest(jwt, crypto);
  return ok({ jwt, header: header.value, payload, clear: clear.value, signingInput, signature, masterDigest: digest });
}
