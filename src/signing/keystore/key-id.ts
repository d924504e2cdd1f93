import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { EcPublicJwk } from '../../core/index.js';

/** Thumbprint of a JWK (RFC 7638, SHA-256), base64url: our `kid`. */
export function keyIdOf({ crv, kty, x, y }: EcPublicJwk): string {
  // RFC 7638 fixes the members and their order.
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/** The public JWK, with its `kid`, of a P-256 key, private or public. @throws Error for any other key */
export function publicJwk(key: KeyObject): EcPublicJwk {
  const { kty, crv, x, y } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined) throw new Error('the key is not of P-256');
  const jwk: EcPublicJwk = { kty, crv, x, y };
  return { ...jwk, kid: keyIdOf(jwk) };
}
