const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const values = new Map([...alphabet].map((character, value) => [character, value]));

/** Base45 (RFC 9285): two bytes in three characters of the QR's alphanumeric mode, a last single byte in two. */
export function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const first = bytes[i] as number;
    const second = bytes[i + 1];
    const [value, length] = second === undefined ? [first, 2] : [first * 256 + second, 3];
    // The least significant character comes first.
    for (let rest = value, n = 0; n < length; n++, rest = Math.floor(rest / 45)) text += alphabet.charAt(rest % 45);
  }
  return text;
}

/** Reads base45, else `undefined`: every text that is read is the one form of its bytes. */
export function fromBase45(text: string): Uint8Array | undefined {
  if (text.length % 3 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  for (let i = 0, at = 0; i < text.length; i += 3) {
    const [a, b, c] = [...text.slice(i, i + 3)].map((character) => values.get(character) ?? Number.NaN);
    const value = (a as number) + (b as number) * 45 + (c ?? 0) * 2025;
    if (!(value <= (c === undefined ? 255 : 65535))) return undefined;
    if (c !== undefined) bytes[at++] = value >> 8;
    bytes[at++] = value & 255;
  }
  return bytes;
}
