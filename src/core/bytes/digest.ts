import { fromBase64url, toBase64url } from './base64url.js';

/** A SHA-256 digest as text: `sha-256:` and 43 characters of base64url. */
export type Digest = string;

const prefix = 'sha-256:';

/** Writes the 32 bytes of a SHA-256 digest in the form that the API uses; throws on another length. */
export function formatDigest(bytes: Uint8Array): Digest {
  if (bytes.length !== 32) throw new Error(`a SHA-256 digest has 32 bytes, not ${bytes.length}`);
  return prefix + toBase64url(bytes);
}

/** Reads a digest in its one canonical form into 32 bytes, else `undefined`. */
export function parseDigest(text: string): Uint8Array | undefined {
  if (text.length !== 51 || !text.startsWith(prefix)) return undefined;
  return fromBase64url(text.slice(8));
}
