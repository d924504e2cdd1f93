import type { CryptoPort } from '../../crypto/index.js';
import type { JsonObject } from '../../json/index.js';
import { parseCompactJws, readJwsObject } from '../../jws/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { masterDigest } from './master-digest.js';
import type { IssuerJwt, MasterHeader } from './parsed-sd-jwt.js';
import { readClearClaims } from './read-clear-claims.js';
import { readHeader } from './read-header.js';
import type { JwtRefusal } from './refusals.js';

const limits = { maxLength: 64 * 1024, maxDepth: 24 };

// All masters of one signer have one header, certificate and all: each is read once, and known again by its exact text.
const headers = new Map<string, { part: string; header: MasterHeader }>();
const good = new WeakSet<object>();
const maxHeaders = 256;

function sharedHeader(part: string): JsonObject | undefined {
  const key = keyOf(part);
  const known = headers.get(key);
  if (known?.part === part) return known.header as object as JsonObject;
  const object = readJwsObject(part, limits);
  const header = object && readHeader(object);
  // Only good ones are kept: bad ones can't drive them out for nothing.
  if (!header?.ok) return object;
  if (headers.size >= maxHeaders) headers.clear();
  Object.freeze(header.value.x5c);
  headers.set(key, { part, header: Object.freeze(header.value) });
  good.add(header.value);
  return object;
}

/** Where the first certificate has its serial number: by the whole a map would read every character to find what it holds. */
function keyOf(part: string): string {
  return `${part.length} ${part.slice(64, 160)}`;
}

function readChecked(header: JsonObject): Result<MasterHeader, JwtRefusal> {
  return good.has(header) ? ok(header as object as MasterHeader) : readHeader(header);
}

/** Reads the issuer-signed JWT of a master, without disclosures; the signature is not judged here. */
export function readIssuerJwt(jwt: string, crypto: CryptoPort): Result<IssuerJwt, JwtRefusal> {
  const parts = parseCompactJws(jwt, limits, sharedHeader);
  if (!parts.ok) return refuse('sd-jwt-form', parts.detail ?? parts.code);
  const { payload, signingInput, signature } = parts.value;
  if (signature.length !== 64) return refuse('sd-jwt-form', 'the signature has not 64 bytes');
  const header = readChecked(parts.value.header);
  if (!header.ok) return header;
  const clear = readClearClaims(payload);
  if (!clear.ok) return clear;
  const digest = masterDigest(jwt, crypto);
  return ok({ jwt, header: header.value, payload, clear: clear.value, signingInput, signature, masterDigest: digest });
}
