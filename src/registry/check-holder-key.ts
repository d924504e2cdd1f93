import { createPublicKey } from 'node:crypto';
import type { EcPublicJwk } from '../core/index.js';
import type { FieldError } from '../platform/index.js';

/**
 * Judges the key that a licence is to be bound to (`cnf`, RFC 7800): a point of P-256, and one holder alone, since the
 * binding would not tell which of several shows it.
 */
export function checkHolderKey(key: EcPublicJwk | undefined, holders: number): FieldError[] {
  if (key === undefined) return [];
  const fault = (code: string, detail: string): FieldError => ({ pointer: '/holderKey', code, detail });
  if (holders !== 1) return [fault('holder-key-of-several', 'A licence of several holders is bound to no key')];
  return isPoint(key) ? [] : [fault('holder-key-not-on-curve', 'The key is no point of P-256')];
}

function isPoint({ kty, crv, x, y }: EcPublicJwk): boolean {
  try {
    createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}
