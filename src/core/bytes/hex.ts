const digits = '0123456789abcdef';
const pairs = Array.from({ length: 256 }, (_, byte) => (digits[byte >> 4] as string) + (digits[byte & 15] as string));

/** Lower-case hexadecimal, two digits a byte, no prefix. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += pairs[bytes[i] as number] as string;
  return text;
}

/** Reads lower- or upper-case hexadecimal without prefix; `undefined` for an odd length or any other character. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) {
    const high = nibble(text.charCodeAt(2 * i));
    const low = nibble(text.charCodeAt(2 * i + 1));
    if (high < 0 || low < 0) return undefined;
    out[i] = (high << 4) | low;
  }
  return out;
}

function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return code < 128 && lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
