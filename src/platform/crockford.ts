import { randomChunk } from './ids.js';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A secret that people may read aloud: `characters` × 5 random bits in Crockford's base32. */
export function randomCode(characters: number): string {
  let code = '';
  for (const byte of randomChunk(characters)) code += alphabet[byte & 31];
  return code;
}

/** Undoes what reading and typing do: case, hyphens and spaces, O for 0, I and L for 1. Undefined when it is no such code. */
export function normaliseCode(text: string, characters: number): string | undefined {
  if (text.length > characters * 3) return undefined;
  const code = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return code.length === characters && /^[0-9A-HJKMNP-TV-Z]+$/.test(code) ? code : undefined;
}
