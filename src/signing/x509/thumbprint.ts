import { createHash } from 'node:crypto';
import { formatDigest } from '../../core/index.js';

/** `sha-256:` and base64url of a certificate's DER: how the trust list names it. Text is base64, as in `x5c`. */
export function certificateThumbprint(der: Uint8Array | string): string {
  const bytes = typeof der === 'string' ? Buffer.from(der, 'base64') : der;
  return formatDigest(createHash('sha256').update(bytes).digest());
}
