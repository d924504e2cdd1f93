// Decoding ASCII is several times faster than building a string from characters, and reading bytes than reading characters.
const decoder = new TextDecoder();
const encoder = new TextEncoder();
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const codes = new Uint8Array(64);
/** By byte; -1 for what is no character of the alphabet. */
const values = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) {
  const code = alphabet.charCodeAt(i);
  codes[i] = code;
  values[code] = i;
}
/** Kept for texts of usual length, whose bytes are read before anything else can run. */
const scratch = new Uint8Array(16 * 1024);
const joint = new Uint8Array(16 * 1024);

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
  const ascii = bytesOf(text);
  const out = new Uint8Array(lengthOf(text.length));
  return readInto(out, 0, ascii, 0, text.length) < 0 ? undefined : out;
}

/**
 * Reads several texts as `fromBase64url` does, into one byte string with a zero after each of them; `undefined` when one of
 * them is not canonical. A zero inside what they hold is not told apart. What is given is overwritten by the next call.
 */
export function joinFromBase64url(texts: readonly string[]): Uint8Array | undefined {
  const joined = texts.join('~');
  const ascii = bytesOf(joined);
  const out = joined.length < joint.length ? joint : new Uint8Array(joined.length + 1);
  let from = 0;
  let at = 0;
  for (const { length } of texts) {
    at = readInto(out, at, ascii, from, from + length);
    if (at < 0) return undefined;
    out[at++] = 0;
    from += length + 1;
  }
  return out.subarray(0, at);
}

/** The text as bytes; one character beyond ASCII makes more of them, and every one a value that is no base64url. */
function bytesOf(text: string): Uint8Array {
  // In UTF-8 a character has at most three times as many bytes as UTF-16 code units.
  if (text.length * 3 > scratch.length) return encoder.encode(text);
  encoder.encodeInto(text, scratch);
  return scratch;
}

function lengthOf(characters: number): number {
  const rest = characters & 3;
  return (characters >> 2) * 3 + (rest > 1 ? rest - 1 : 0);
}

/** Reads the characters `from` … `to` to the place `at`, and gives the place after them, or -1. */
function readInto(out: Uint8Array, at: number, ascii: Uint8Array, from: number, to: number): number {
  const rest = (to - from) & 3;
  if (rest === 1) return -1;
  const whole = to - rest;
  let i = from;
  for (; i < whole; i += 4) {
    // A bad character is -1, which makes the whole word negative whatever the others are.
    const word =
      (value(ascii, i) << 18) | (value(ascii, i + 1) << 12) | (value(ascii, i + 2) << 6) | value(ascii, i + 3);
    if (word < 0) return -1;
    out[at++] = word >> 16;
    out[at++] = word >> 8;
    out[at++] = word;
  }
  if (rest !== 0) {
    const third = rest === 3 ? value(ascii, i + 2) : 0;
    const word = (value(ascii, i) << 12) | (value(ascii, i + 1) << 6) | third;
    if (word < 0 || (rest === 2 ? word & 0x3ff : word & 3) !== 0) return -1;
    out[at++] = word >> 10;
    if (rest === 3) out[at++] = word >> 2;
  }
  return at;
}

function value(ascii: Uint8Array, i: number): number {
  return values[ascii[i] as number] as number;
}
