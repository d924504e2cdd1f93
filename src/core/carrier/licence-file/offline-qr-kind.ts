import type { CryptoPort } from '../../crypto/index.js';
import { readOfflineQr } from '../offline-qr/index.js';

/** Which form an offline code has: the larger one carries a portrait. One that can't be read counts as the smaller. */
export function offlineQrKind(text: string, crypto: Pick<CryptoPort, 'inflate'>): 'qr' | 'qr-photo' {
  const read = readOfflineQr(text, crypto);
  return read.ok && read.value.said.portrait !== undefined ? 'qr-photo' : 'qr';
}
