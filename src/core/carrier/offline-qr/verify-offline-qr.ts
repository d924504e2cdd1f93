import { equalBytes } from '../../bytes/index.js';
import type { CryptoPort, EcPublicJwk } from '../../crypto/index.js';
import { offlineQrKid } from './key-id.js';
import type { OfflineQr } from './read-offline-qr.js';

/** Whether an offline QR names this key. More than one key may fit: a `kid` has 8 bytes. */
export function namesKey(qr: Pick<OfflineQr, 'kid'>, keyId: string): boolean {
  const kid = offlineQrKid(keyId);
  return kid !== undefined && equalBytes(qr.kid, kid);
}

/**
 * Whether the carrier key signed what the QR says. Whether that key may sign carriers, and whether the licence still is
 * as the QR says, are for the trust list and the master to tell.
 */
export function verifyOfflineQr(
  qr: OfflineQr,
  key: { keyId: string; publicKey: EcPublicJwk },
  crypto: Pick<CryptoPort, 'verifyEs256'>,
): boolean {
  return namesKey(qr, key.keyId) && crypto.verifyEs256(key.publicKey, qr.signingInput, qr.signature);
}
