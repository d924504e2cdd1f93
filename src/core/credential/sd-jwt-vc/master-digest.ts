import { formatDigest, utf8Encode } from '../../bytes/index.js';
import type { CryptoPort } from '../../crypto/index.js';

/** The digest of a master, `sha-256:…`: SHA-256 of the text up to the first `~`, so the same for every presentation. */
export function masterDigest(text: string, crypto: CryptoPort): string {
  const end = text.indexOf('~');
  return formatDigest(crypto.sha256(utf8Encode(end < 0 ? text : text.slice(0, end))));
}
