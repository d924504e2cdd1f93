import { ok, type Result, refuse } from '../result.js';
import type { JsonValue } from './value.js';

/** Why a text is not taken as JSON. */
export type JsonRefusal = 'json-too-large' | 'json-too-deep' | 'json-malformed' | 'json-duplicate-key';

/** Bounds of a JSON text: `maxLength` in UTF-16 code units, `maxDepth` in nested arrays and objects (`[]` has one). */
export interface JsonLimits {
  maxLength: number;
  maxDepth: number;
}

/**
 * Reads JSON (RFC 8259) within bounds and refuses what two readers could understand differently: a member named twice
 * in whatever spelling, a number beyond a double, a lone surrogate, a byte order mark.
 */
export function parseStrictJson(text: string, limits: JsonLimits): Result<JsonValue, JsonRefusal> {
  if (text.length > limits.maxLength) return refuse('json-too-large');
  const written = countMembers(text, limits.maxDepth);
  if (written < 0) return refuse('json-too-deep');
  return parseCounted(text, written);
}

/**
 * Reads many short JSON arrays as `parseStrictJson` reads each, by one call of the engine, which takes half the time;
 * `undefined` when one of them is refused, is no array, or has anything around its brackets. The bounds hold for each.
 */
export function parseStrictArrays(texts: readonly string[], limits: JsonLimits): JsonValue[][] | undefined {
  let written = 0;
  for (const text of texts) {
    // Nothing may reach from one text into the next: each opens one array and closes it with its last character.
    if (text.length > limits.maxLength || text.charCodeAt(0) !== 91) return undefined;
    const members = countMembers(text, limits.maxDepth, text.length - 1);
    if (members < 0) return undefined;
    written += members;
  }
  const all = parseCounted(`[${texts.join(',')}]`, written);
  return all.ok ? (all.value as JsonValue[][]) : undefined;
}

/** @param written how many members stand in the text */
function parseCounted(text: string, written: number): Result<JsonValue, JsonRefusal> {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return refuse('json-malformed');
  }
  if (!isWellFormed(text) || (mayEscapeSurrogates(text) && hasLoneSurrogate(value))) return refuse('json-malformed');
  const kept = countKept(value);
  if (Number.isNaN(kept)) return refuse('json-malformed');
  return kept === written ? ok(value) : refuse('json-duplicate-key');
}

const loneSurrogate = /\p{Surrogate}/u;
const isWellFormed: (text: string) => boolean =
  'isWellFormed' in String.prototype
    ? (text) => (text as string & { isWellFormed(): boolean }).isWellFormed()
    : (text) => !loneSurrogate.test(text);
const surrogateEscape = /\\u[dD]/;
// Most texts hold no escape at all, and are passed by the quicker search.
const mayEscapeSurrogates = (text: string): boolean => text.includes('\\u') && surrogateEscape.test(text);

/**
 * Counts the colons outside strings: one a member in valid JSON. Gives -1 when nested deeper than allowed, or when not
 * everything is closed, once, by the character at `end`, if that is given.
 */
function countMembers(text: string, maxDepth: number, end = -1): number {
  let members = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) {
      i = endOfString(text, i + 1);
      if (i < 0) return end < 0 ? members : -1;
    } else if (code === 58) members++;
    else if ((code | 32) === 123) {
      if (++depth > maxDepth) return -1;
    } else if ((code | 32) === 125 && --depth === 0 && end >= 0) return i === end ? members : -1;
  }
  return end < 0 ? members : -1;
}

/** The place of the closing quote, or -1: a quote behind an odd run of backslashes is part of the string. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start);
  while (end >= 0) {
    let before = end;
    while (before > start && text.charCodeAt(before - 1) === 92) before--;
    if (((end - before) & 1) === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

/** Counts the members that the parsed value kept; NaN when a number did not fit a double. */
function countKept(value: JsonValue): number {
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : Number.NaN;
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) count += countKept(value[i] as JsonValue);
    return count;
  }
  const names = Object.keys(value);
  count = names.length;
  for (let i = 0; i < names.length; i++) count += countKept(value[names[i] as string] as JsonValue);
  return count;
}

function hasLoneSurrogate(value: JsonValue): boolean {
  if (typeof value === 'string') return !isWellFormed(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasLoneSurrogate);
  return Object.entries(value).some(([name, member]) => !isWellFormed(name) || hasLoneSurrogate(member));
}
