// Decoding ASCII is several times faster than building a string from characters.
const decoder = new TextDecoder();
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const codes = new Uint8Array(64);
const values = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) {
  const code = alphabet.charCodeAt(i);
  codes[i] = code;
  values[code] = i;
}

/** Base64url without padding (RFC 4648 §5). */
export function toBase64url(bytes: Uint8Array): string {
  const length = bytes.length;
  const out = new Uint8Array(Math.ceil((length * 4) / 3));
  let at = 0;
  let i = 0;
  for (; i + 2 < length; i += 3) {
    const word = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    out[at++] = codes[word >> 18] as number;
    out[at++] = codes[(word >> 12) & 63] as number;
    out[at++] = codes[(word >> 6) & 63] as number;
    out[at++] = codes[word & 63] as number;
  }
  if (i < length) {
    const word = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8);
    out[at++] = codes[word >> 18] as number;
    out[at++] = codes[(word >> 12) & 63] as number;
    if (i + 1 < length) out[at++] = codes[(word >> 6) & 63] as number;
  }
  return decoder.decode(out);
}

/**
 * Reads base64url in its one canonical spelling: no padding, no white space, no other alphabet, trailing bits zero.
 * Anything else gives `undefined`, so two different texts never stand for the same bytes.
 */
export function fromBase64url(text: string): Uint8Array | undefined {
  const length = text.length;
  const rest = length & 3;
  if (rest === 1) return undefined;
  const whole = length - rest;
  const out = new Uint8Array((whole >> 2) * 3 + (rest === 0 ? 0 : rest - 1));
  let at = 0;
  let high = 0;
  let i = 0;
  for (; i < whole; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    high |= a | b | c | d;
    // A bad character is -1, which makes the whole word negative whatever the others are.
    const word = (value(a) << 18) | (value(b) << 12) | (value(c) << 6) | value(d);
    if (word < 0) return undefined;
    out[at++] = word >> 16;
    out[at++] = word >> 8;
    out[at++] = word;
  }
  if (rest !== 0) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = rest === 3 ? text.charCodeAt(i + 2) : 65;
    high |= a | b | c;
    const word = (value(a) << 12) | (value(b) << 6) | value(c);
    if (word < 0 || (rest === 2 ? word & 0x3ff : word & 3) !== 0) return undefined;
    out[at++] = word >> 10;
    if (rest === 3) out[at] = word >> 2;
  }
  return high < 128 ? out : undefined;
}

function value(code: number): number {
  return values[code & 127] as number;
}
