import { createECDH, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { KeyKind, StoredKey } from './stored-key.js';

/** A new random key of the kind. */
export function generateKey(kind: KeyKind): StoredKey {
  switch (kind) {
    case 'ec':
      return { kind, key: pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), certificates: [] };
    case 'ed25519':
      return { kind, key: pkcs8(generateKeyPairSync('ed25519').privateKey) };
    case 'secret':
      return { kind, key: randomBytes(32).toString('base64') };
    case 'ethereum': {
      const curve = createECDH('secp256k1');
      curve.generateKeys();
      // Node leaves out leading zero bytes.
      return { kind, key: Buffer.from(curve.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64') };
    }
  }
}

/** PKCS#8 DER of a private key, base64. */
export const pkcs8 = (key: KeyObject): string => key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
