import type { Digest } from '../../bytes/index.js';
import type { CryptoPort } from '../../crypto/index.js';

/** The digest of a master, `sha-256:…`: SHA-256 of the text up to the first `~`, so the same for every presentation. */
export function masterDigest(text: string, crypto: Pick<CryptoPort, 'digestText'>): Digest {
  const end = text.indexOf('~');
  return `sha-256:${crypto.digestText(end < 0 ? text : text.slice(0, end))}`;
}
