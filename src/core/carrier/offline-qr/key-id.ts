import { fromBase64url } from '../../bytes/index.js';
import { kidLength } from './cose-sign1.js';

/**
 * The `kid` of an offline QR: the first 8 bytes of the carrier key's RFC 7638 thumbprint (SHA-256), which is its `keyId`
 * in the trust list; `undefined` for a key id that is no thumbprint. It finds a key and proves nothing.
 */
export function offlineQrKid(keyId: string): Uint8Array | undefined {
  const thumbprint = fromBase64url(keyId);
  return thumbprint?.length === 32 ? thumbprint.slice(0, kidLength) : undefined;
}
