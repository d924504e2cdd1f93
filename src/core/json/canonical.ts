import type { JsonValue } from './value.js';

/**
 * Writes a JSON value in the one form of RFC 8785 (JCS): members sorted by UTF-16 code units, ECMAScript numbers,
 * shortest escapes, no white space. Throws on a number that is not finite: such a value is no JSON.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a number in JSON is finite');
    return JSON.stringify(value);
  }
  let text = '';
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + canonicalJson(value[i] as JsonValue);
    return `[${text}]`;
  }
  const names = Object.keys(value).sort();
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const member = value[name];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
