import { fromBase64url, toBase64url } from '../bytes/index.js';

/** Base64 with padding (RFC 4648 §4), as C2SP notes use it. */
export function toBase64(bytes: Uint8Array): string {
  const text = toBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/** Reads padded base64 in its one canonical spelling, else `undefined`. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || text.includes('-') || text.includes('_')) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bare = text.slice(0, text.length - padding);
  return fromBase64url(bare.replaceAll('+', '-').replaceAll('/', '_'));
}
