const encoder = new TextEncoder();
// ignoreBOM keeps a byte order mark in the text, so that the JSON reader refuses it instead of never seeing it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text to UTF-8 bytes. A lone surrogate becomes U+FFFD, as the platform does. */
export function utf8Encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** UTF-8 bytes to text, or `undefined` when the bytes are not well-formed UTF-8. A byte order mark is kept. */
export function utf8Decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
