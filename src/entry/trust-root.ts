import { readFileSync } from 'node:fs';
import type { EcPublicJwk } from '../core/index.js';
import type { Config } from '../platform/index.js';

/** TRUST_ROOT_JWK is the public JWK itself or the name of a file that holds it. @throws Error when it is neither */
export function configuredTrustRoot({ TRUST_ROOT_JWK: given }: Pick<Config, 'TRUST_ROOT_JWK'>): EcPublicJwk {
  if (!given) throw new Error('configuration: TRUST_ROOT_JWK is needed');
  try {
    const { kty, crv, x, y } = JSON.parse(given.startsWith('{') ? given : readFileSync(given, 'utf8')) as EcPublicJwk;
    if (kty === 'EC' && crv === 'P-256' && x && y) return { kty, crv, x, y };
  } catch {
    // told below, without the value
  }
  throw new Error('configuration: TRUST_ROOT_JWK is no public JWK of P-256');
}
