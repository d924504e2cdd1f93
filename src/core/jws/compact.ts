import { fromBase64url, textsFromBase64url, utf8Encode } from '../bytes/index.js';
import { isJsonObject, type JsonLimits, type JsonObject, parseStrictJson } from '../json/index.js';
import { ok, type Result, refuse } from '../result.js';

/** A compact JWS (RFC 7515 §3.1) taken apart; nothing in it is trusted yet. `signingInput` is what was signed. */
export interface CompactJws {
  header: JsonObject;
  payload: JsonObject;
  signingInput: Uint8Array;
  signature: Uint8Array;
}

/** Why a text is no compact JWS with an object in it. */
export type JwsRefusal = 'jws-too-large' | 'jws-malformed';

/**
 * Takes a compact JWS apart: canonical base64url, well-formed UTF-8, strict JSON; `maxLength` bounds the whole text.
 * `readHeader` may answer a header part that it has read before; whoever does so shares one object with all.
 */
export function parseCompactJws(
  text: string,
  limits: JsonLimits,
  readHeader: (part: string) => JsonObject | undefined = (part) => readJwsObject(part, limits),
): Result<CompactJws, JwsRefusal> {
  if (text.length > limits.maxLength) return refuse('jws-too-large');
  const first = text.indexOf('.');
  const second = text.indexOf('.', first + 1);
  if (first < 0 || second < 0) return refuse('jws-malformed', 'not three parts');
  const header = readHeader(text.slice(0, first));
  if (header === undefined) return refuse('jws-malformed', 'header');
  const payload = readJwsObject(text.slice(first + 1, second), limits);
  if (payload === undefined) return refuse('jws-malformed', 'payload');
  const signature = fromBase64url(text.slice(second + 1));
  if (signature === undefined) return refuse('jws-malformed', 'signature');
  return ok({ header, payload, signingInput: utf8Encode(text.slice(0, second)), signature });
}

/**
 * Whether a header says `ES256` and this type, and holds no parameter beyond the named ones: a token brings no key, no
 * address of a key and no extension of its own.
 */
export function hasHeader(header: JsonObject, typ: string, others: readonly string[]): boolean {
  if (header.alg !== 'ES256' || header.typ !== typ) return false;
  return Object.keys(header).every((name) => name === 'alg' || name === 'typ' || others.includes(name));
}

/** The JSON object in one part of a JWS. */
export function readJwsObject(part: string, limits: JsonLimits): JsonObject | undefined {
  // A NUL, which these refuse, is in no JSON.
  const text = textsFromBase64url([part])?.[0];
  if (text === undefined) return undefined;
  const value = parseStrictJson(text, limits);
  return value.ok && isJsonObject(value.value) ? value.value : undefined;
}
