import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { formatDigest, toBase64url } from '../../bytes/index.js';
import type { EcPublicJwk } from '../../crypto/index.js';

/** A P-256 key that signs, with a certificate that is nothing but unique bytes: core reads none of it. */
export interface Signer {
  jwk: EcPublicJwk;
  certificate: string;
  thumbprint: string;
  sign: (data: Uint8Array) => Uint8Array<ArrayBuffer>;
}

/** An Ed25519 key pair. */
export interface EdPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Where a small world has its keys and salts from. A key is known by its name. */
export interface Chance {
  signer(name: string): Signer;
  edPair(name: string): EdPair;
  bytes(length: number): Buffer;
}

/** Keys and salts that nobody has seen before. */
export const random: Chance = {
  signer: () => newSigner(),
  edPair: () => generateKeyPairSync('ed25519'),
  bytes: (length) => randomBytes(length),
};

export function newSigner(): Signer {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = pair.publicKey.export({ format: 'jwk' }) as unknown as EcPublicJwk;
  const dsa = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return { jwk, ...certified(randomBytes(90)), sign: (data) => new Uint8Array(sign('sha256', data, dsa)) };
}

export interface Seeded extends Chance {
  /** What follows depends on this name alone. */
  begin(part: string): void;
  /** A signature of {@link twist} by the Ed25519 key of a name. */
  edTwisted(name: string, data: Uint8Array): Uint8Array;
}

/** The same keys, salts and signatures (RFC 6979, RFC 8032) in every run. */
export function seeded(seed: string): Seeded {
  let part = '';
  let count = 0;
  const bytesOf = (text: string) => createHash('sha256').update(`${seed}\0${text}`).digest();
  const stream = (text: string, length: number) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) => bytesOf(`${text}\0${block}`));
    return Buffer.concat(blocks).subarray(0, length);
  };
  return {
    begin(name) {
      part = name;
      count = 0;
    },
    bytes: (length) => stream(`bytes\0${part}\0${count++}`, length),
    signer: (name) => seededSigner(bytesOf(`key\0${name}`), stream(`certificate\0${name}`, 90)),
    edPair: (name) => {
      const secret = bytesOf(`key\0${name}`);
      const x = toBase64url(ed25519.getPublicKey(secret));
      const key = { kty: 'OKP', crv: 'Ed25519', x, d: secret.toString('base64url') };
      const privateKey = createPrivateKey({ key, format: 'jwk' });
      return { privateKey, publicKey: createPublicKey(privateKey) };
    },
    edTwisted: (name, data) => twist(bytesOf(`key\0${name}`), data),
  };
}

/**
 * An Ed25519 signature whose R has a point of order eight added: it keeps the equation of RFC 8032 §5.1.7 that multiplies by
 * the cofactor, and breaks the one that does not.
 */
function twist(secret: Uint8Array, data: Uint8Array): Uint8Array {
  const { Point } = ed25519;
  const order = Point.Fn.ORDER;
  const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(secret);
  const small = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
  const nonce = littleEndian(createHash('sha512').update(secret).update(data).digest()) % order;
  const r = Point.BASE.multiply(nonce).add(small).toBytes();
  const k = littleEndian(createHash('sha512').update(r).update(pointBytes).update(data).digest()) % order;
  const s = ((nonce + k * scalar) % order).toString(16).padStart(64, '0');
  return Buffer.concat([r, Buffer.from(s, 'hex').reverse()]);
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

function seededSigner(secret: Uint8Array, der: Buffer): Signer {
  const point = p256.getPublicKey(secret, false);
  const jwk: EcPublicJwk = {
    kty: 'EC',
    crv: 'P-256',
    x: toBase64url(point.subarray(1, 33)),
    y: toBase64url(point.subarray(33)),
  };
  return {
    jwk,
    ...certified(der),
    sign: (data) => new Uint8Array(p256.sign(data, secret, { prehash: true, lowS: false })),
  };
}

function certified(der: Buffer): Pick<Signer, 'certificate' | 'thumbprint'> {
  return {
    certificate: der.toString('base64'),
    thumbprint: formatDigest(createHash('sha256').update(der).digest()),
  };
}
