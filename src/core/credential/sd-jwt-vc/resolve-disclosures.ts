import { fromBase64url, textsFromBase64url, utf8Decode } from '../../bytes/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import { type JsonObject, type JsonValue, parseStrictArrays, parseStrictJson } from '../../json/index.js';
import { ok, type Result, refuse } from '../../result.js';
import type { Disclosure } from './parsed-sd-jwt.js';
import type { DisclosureRefusal } from './refusals.js';

const limits = { maxLength: 64 * 1024, maxDepth: 24 };
const maxDepth = 48;
// SD-JWT VC §2.2.2.2 and this profile: what a verdict rests on is signed in clear.
const clearNames = new Set(
  'iss nbf exp iat cnf vct vct#integrity aka_vcts status licence_id issuance_date holders face_data _sd_alg'.split(' '),
);
const reservedNames = new Set(['_sd', '...', '__proto__']);

/** What the disclosures of an SD-JWT make of its payload. */
export interface Resolved {
  claims: JsonObject;
  disclosures: Disclosure[];
}

/** A disclosure as brought, and the array that it holds; `undefined` when it holds none. */
interface Written {
  text: string;
  parts: JsonValue[] | undefined;
  /** Its digest was met. */
  met: boolean;
}

/** Thrown inside this file only: the walk is deep, the refusal is a value at its door. */
class Broken extends Error {
  constructor(
    readonly code: DisclosureRefusal,
    readonly pointer?: string,
  ) {
    super(code);
  }
}

/**
 * Puts disclosures in the place of their digests (RFC 9901 §7.1 step 3) and refuses all that the RFC refuses: a digest
 * twice, a disclosure without digest, a reserved or taken name, a wrong form, digests where none may be.
 */
export function resolveDisclosures(
  payload: JsonObject,
  texts: readonly string[],
  crypto: CryptoPort,
): Result<Resolved, DisclosureRefusal> {
  if (payload._sd_alg !== undefined && payload._sd_alg !== 'sha-256') return refuse('digest-algorithm');
  const written = readTogether(texts);
  const byDigest = new Map<string, Written>();
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i] as string;
    const parts = written ? (written[i] as JsonValue[]) : readAlone(text);
    byDigest.set(crypto.digestText(text), { text, parts, met: false });
  }
  if (byDigest.size !== texts.length) return refuse('disclosure-twice');
  const walk = new Walk(byDigest);
  try {
    const claims = walk.object(payload, '', 0);
    if (walk.found.length !== texts.length) return refuse('disclosure-unreferenced');
    return ok({ claims, disclosures: walk.found });
  } catch (error) {
    if (error instanceof Broken) return refuse(error.code, undefined, error.pointer);
    throw error;
  }
}

class Walk {
  readonly found: Disclosure[] = [];
  /** Digests of what was not brought, or of nothing. */
  private readonly others = new Set<string>();

  constructor(private readonly byDigest: ReadonlyMap<string, Written>) {}

  object(source: JsonObject, path: string, depth: number): JsonObject {
    const out: JsonObject = {};
    for (const name of Object.keys(source)) {
      if (name === '_sd' || (name === '_sd_alg' && depth === 0)) continue;
      if (name === '...' || name === '_sd_alg') throw new Broken('digest-misplaced', path);
      if (name === '__proto__') throw new Broken('disclosure-reserved-name', path);
      const value = source[name] as JsonValue;
      // Most are plain, and a path is only for what has digests in it.
      out[name] = isPlain(value) ? value : this.value(value, `${path}/${escapeName(name)}`, depth + 1);
    }
    if (Object.hasOwn(source, '_sd')) this.disclose(source._sd as JsonValue, out, source, path, depth);
    return out;
  }

  private disclose(digests: JsonValue, out: JsonObject, source: JsonObject, path: string, depth: number): void {
    if (!Array.isArray(digests)) throw new Broken('digest-malformed', `${path}/_sd`);
    for (const digest of digests) {
      const found = this.take(digest, path);
      if (found === undefined) continue;
      const [name, value] = member(found, path);
      if (Object.hasOwn(out, name) || Object.hasOwn(source, name)) throw new Broken('disclosure-name-taken', path);
      if (depth === 0 && clearNames.has(name)) throw new Broken('disclosure-of-clear-claim', path);
      out[name] = this.disclosed(found.text, `${path}/${escapeName(name)}`, value, depth);
    }
  }

  private array(source: JsonValue[], path: string, depth: number): JsonValue[] {
    const out: JsonValue[] = [];
    for (let i = 0; i < source.length; i++) {
      const item = source[i] as JsonValue;
      const at = `${path}/${i}`;
      if (typeof item !== 'object' || item === null || Array.isArray(item) || !Object.hasOwn(item, '...')) {
        out.push(this.value(item, at, depth + 1));
        continue;
      }
      if (Object.keys(item).length !== 1) throw new Broken('digest-malformed', at);
      const found = this.take(item['...'] as JsonValue, at);
      if (found !== undefined) out.push(this.disclosed(found.text, at, element(found, at), depth));
    }
    return out;
  }

  private value(value: JsonValue, path: string, depth: number): JsonValue {
    if (isPlain(value)) return value;
    if (depth > maxDepth) throw new Broken('disclosure-too-deep', path);
    return Array.isArray(value) ? this.array(value, path, depth) : this.object(value, path, depth);
  }

  private disclosed(text: string, path: string, value: JsonValue, depth: number): JsonValue {
    const resolved = this.value(value, path, depth + 1);
    this.found.push({ text, path, value: resolved });
    return resolved;
  }

  private take(digest: JsonValue, path: string): Written | undefined {
    if (typeof digest !== 'string') throw new Broken('digest-malformed', path);
    const found = this.byDigest.get(digest);
    if (found === undefined ? this.others.has(digest) : found.met) throw new Broken('digest-twice', path);
    if (found === undefined) this.others.add(digest);
    else found.met = true;
    return found;
  }
}

function isPlain(value: JsonValue): value is null | boolean | number | string {
  return typeof value !== 'object' || value === null;
}

function member(found: Written, path: string): [string, JsonValue] {
  const parts = disclosure(found, 3, path);
  const name = parts[1];
  if (typeof name !== 'string') throw new Broken('disclosure-malformed', path);
  if (reservedNames.has(name)) throw new Broken('disclosure-reserved-name', path);
  return [name, parts[2] as JsonValue];
}

function element(found: Written, path: string): JsonValue {
  return disclosure(found, 2, path)[1] as JsonValue;
}

function readTogether(texts: readonly string[]): JsonValue[][] | undefined {
  const written = textsFromBase64url(texts);
  return written && parseStrictArrays(written, limits);
}

/** One of them alone, when not all are arrays: which one is at fault shows where its digest stands. */
function readAlone(text: string): JsonValue[] | undefined {
  const bytes = fromBase64url(text);
  const json = bytes && utf8Decode(bytes);
  const parts = json === undefined ? undefined : parseStrictJson(json, limits);
  return parts?.ok && Array.isArray(parts.value) ? parts.value : undefined;
}

function disclosure({ parts }: Written, length: number, path: string): JsonValue[] {
  if (parts?.length !== length || typeof parts[0] !== 'string') throw new Broken('disclosure-malformed', path);
  return parts;
}

function escapeName(name: string): string {
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}
