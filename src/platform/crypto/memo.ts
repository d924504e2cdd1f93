import { hash } from 'node:crypto';
import type { CryptoPort } from '../../core/index.js';

/**
 * Remembers good signatures by the hash of key, signed bytes and signature together, bounded, oldest out first. Only
 * successes are kept, and only the signature is: status, validity, rights and inclusion are judged anew every time.
 */
export function memoiseSignatures(crypto: CryptoPort, max = 20_000): CryptoPort {
  const good = new Set<string>();

  const once = (key: Uint8Array | string, data: Uint8Array, signature: Uint8Array, check: () => boolean): boolean => {
    const keyBytes = typeof key === 'string' ? Buffer.from(key) : key;
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32BE(data.length);
    const id = hash('sha256', Buffer.concat([keyBytes, length, data, signature]), 'base64');
    if (good.has(id)) return true;
    if (!check()) return false;
    if (good.size >= max) good.delete(good.values().next().value!);
    good.add(id);
    return true;
  };

  return {
    ...crypto,
    verifyEs256: (key, data, signature) =>
      once(`es256.${key.x}.${key.y}`, data, signature, () => crypto.verifyEs256(key, data, signature)),
    verifyEd25519: (key, data, signature) =>
      once(key, data, signature, () => crypto.verifyEd25519(key, data, signature)),
  };
}
