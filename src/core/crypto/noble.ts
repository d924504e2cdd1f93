import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { unzlibSync } from 'fflate';
import { concatBytes, equalBytes, fromBase64url, toBase64url, utf8Encode } from '../bytes/index.js';
import type { CryptoPort, EcPublicJwk } from './port.js';

/** The port in plain JavaScript, for browser and CLI: slower than a server's, with the same answers. */
export const nobleCrypto: CryptoPort = {
  sha256,
  digestText: (ascii) => toBase64url(sha256(utf8Encode(ascii))),
  verifyEs256(publicKey, data, signature) {
    const key = uncompressedPoint(publicKey);
    if (key === undefined || signature.length !== 64) return false;
    return attempt(() => p256.verify(signature, data, key, { prehash: true, lowS: false, format: 'compact' }));
  },
  verifyEd25519(publicKey, data, signature) {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    return attempt(
      () =>
        ed25519.verify(signature, data, publicKey, { zip215: false }) && keepsPlainEquation(publicKey, data, signature),
    );
  },
  inflate,
};

/**
 * RFC 8032 §5.1.7 lets a verifier choose between two equations. This is the one without the cofactor, which OpenSSL and so
 * every server uses; noble's own takes more, and a signer could make a note that is good in a browser alone.
 */
function keepsPlainEquation(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  const { Point } = ed25519;
  const r = signature.subarray(0, 32);
  const k = littleEndian(sha512(concatBytes(r, publicKey, data))) % Point.Fn.ORDER;
  const sB = Point.BASE.multiplyUnsafe(littleEndian(signature.subarray(32)));
  return equalBytes(sB.subtract(Point.fromBytes(publicKey).multiplyUnsafe(k)).toBytes(), r);
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
  return value;
}

function uncompressedPoint(key: EcPublicJwk): Uint8Array | undefined {
  const x = fromBase64url(key.x);
  const y = fromBase64url(key.y);
  if (key.kty !== 'EC' || key.crv !== 'P-256' || x?.length !== 32 || y?.length !== 32) return undefined;
  const point = new Uint8Array(65);
  point[0] = 4;
  point.set(x, 1);
  point.set(y, 33);
  return point;
}

function attempt(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}

function inflate(data: Uint8Array, maxLength: number): Uint8Array {
  if (data.length < 8) throw new Error('zlib data is cut short');
  // fflate drops what passes the end of a given buffer, so one byte more than allowed tells that there was more.
  const output = unzlibSync(data, { out: new Uint8Array(maxLength + 1) });
  if (output.length > maxLength) throw new Error(`zlib data holds more than ${maxLength} bytes`);
  if (adler32(output) !== readUint32(data, data.length - 4)) throw new Error('zlib checksum does not match');
  if (endsEarly(data, output.length)) throw new Error('zlib data is followed by other bytes');
  return output.slice();
}

/** fflate does not tell where the stream ended: without its last byte it must be incomplete. */
function endsEarly(data: Uint8Array, length: number): boolean {
  try {
    unzlibSync(data.subarray(0, data.length - 1), { out: new Uint8Array(length) });
    return true;
  } catch {
    return false;
  }
}

function adler32(data: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let i = 0; i < data.length; ) {
    // 3,800 bytes are the most that keep both sums below 2^31.
    for (const end = Math.min(i + 3800, data.length); i < end; i++) {
      a += data[i] as number;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

function readUint32(data: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 256 + (data[i] as number);
  return value;
}
