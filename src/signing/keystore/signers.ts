import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { EcPublicJwk } from '../../core/index.js';
import { publicJwk } from './key-id.js';
import type { StoredKey } from './stored-key.js';

/** A P-256 key that signs ES256. Synchronous: signing takes some 40 µs, less than a hop to a thread. */
export interface EcSigner {
  readonly name: string;
  /** RFC 7638 thumbprint, also `publicKey.kid`. */
  readonly keyId: string;
  readonly publicKey: EcPublicJwk;
  /** Base64 DER, leaf first, as `x5c` wants it; empty for a key without a certificate. */
  readonly certificates: readonly string[];
  /** r ‖ s, 64 bytes (IEEE P1363). */
  sign(data: Uint8Array): Buffer;
  /** The private key as JWK; only the authorisation server may ask. @throws Error for every key but `oauth` */
  privateJwk(): EcPublicJwk & { d: string };
}

/** An Ed25519 key, for signed notes. */
export interface Ed25519Signer {
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;
  /** 64 bytes (RFC 8032). */
  sign(data: Uint8Array): Buffer;
}

const privateKey = (der: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' });

export function ecSigner(name: string, stored: Extract<StoredKey, { kind: 'ec' }>): EcSigner {
  const key = privateKey(stored.key);
  const jwk = publicJwk(key);
  return {
    name,
    keyId: jwk.kid!,
    publicKey: jwk,
    certificates: stored.certificates,
    sign: (data) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
    privateJwk: () => {
      if (name !== 'oauth') throw new Error(`keystore: the private key ${name} is not handed out`);
      return { ...jwk, d: key.export({ format: 'jwk' }).d! };
    },
  };
}

export function ed25519Signer(name: string, stored: Extract<StoredKey, { kind: 'ed25519' }>): Ed25519Signer {
  const key = privateKey(stored.key);
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { name, publicKey: Buffer.from(x!, 'base64url'), sign: (data) => sign(null, data, key) };
}
