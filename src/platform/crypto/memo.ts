import { hash } from 'node:crypto';
import type { CryptoPort } from '../../core/index.js';

/** Where a question is laid out to be hashed, all at once; a longer one gets its own place. */
const layout = Buffer.allocUnsafe(16_384);

/** The lengths of key and signature are fixed by their kind, so no two questions share one text. */
function idOf(key: string, data: Uint8Array, signature: Uint8Array): string {
  const begin = key.length + signature.length;
  const length = begin + data.length;
  const all = length <= layout.length ? layout : Buffer.allocUnsafe(length);
  all.write(key, 'latin1');
  all.set(signature, key.length);
  all.set(data, begin);
  return hash('sha256', all.subarray(0, length), 'base64');
}

/**
 * Remembers good signatures by the hash of key, signed bytes and signature together, bounded. Only successes are kept, and
 * only the signature is: status, validity, rights and inclusion are judged anew every time.
 *
 * Two generations of `max` / 2: what is asked for again moves to the young one, the old one is dropped as a whole. Deleting
 * the oldest of one set one by one walks over ever more empty places.
 */
export function memoiseSignatures(crypto: CryptoPort, max = 20_000): CryptoPort {
  let young = new Set<string>();
  let old = new Set<string>();

  const keep = (id: string): void => {
    if (young.size >= max / 2) {
      old = young;
      young = new Set();
    }
    young.add(id);
  };

  const once = (key: string, data: Uint8Array, signature: Uint8Array, check: () => boolean): boolean => {
    const id = idOf(key, data, signature);
    if (young.has(id)) return true;
    if (!old.has(id) && !check()) return false;
    keep(id);
    return true;
  };

  return {
    ...crypto,
    verifyEs256: (key, data, signature) =>
      signature.length === 64 &&
      once(`es256 ${key.x} ${key.y} `, data, signature, () => crypto.verifyEs256(key, data, signature)),
    verifyEd25519: (key, data, signature) =>
      signature.length === 64 &&
      once(`ed25519 ${Buffer.from(key).toString('hex')} `, data, signature, () =>
        crypto.verifyEd25519(key, data, signature),
      ),
  };
}
