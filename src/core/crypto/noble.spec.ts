import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { seeded } from '../verification/testing/chance.js';
import { nobleCrypto } from './noble.js';
import type { EcPublicJwk } from './port.js';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = ec.publicKey.export({ format: 'jwk' }) as unknown as EcPublicJwk;
const ed = generateKeyPairSync('ed25519');
const edKey = new Uint8Array(Buffer.from((ed.publicKey.export({ format: 'jwk' }) as { x: string }).x, 'base64url'));
const data = new TextEncoder().encode('电子证照');
const es256 = (key: KeyObject) => new Uint8Array(sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }));

describe('sha256', () => {
  it('is that of node', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(Buffer.from(nobleCrypto.sha256(bytes))).toEqual(createHash('sha256').update(bytes).digest());
      }),
    ));
});

describe('verifyEs256', () => {
  it('accepts what node signs, whatever its s', () => {
    for (let i = 0; i < 8; i++) expect(nobleCrypto.verifyEs256(jwk, data, es256(ec.privateKey))).toBe(true);
  });

  it('refuses changed data, a changed signature, another key and another encoding, and never throws', () => {
    const signature = es256(ec.privateKey);
    expect(nobleCrypto.verifyEs256(jwk, data.subarray(1), signature)).toBe(false);
    for (const at of [0, 31, 32, 63]) {
      const changed = signature.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect(nobleCrypto.verifyEs256(jwk, data, changed)).toBe(false);
    }
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(nobleCrypto.verifyEs256(jwk, data, es256(other.privateKey))).toBe(false);
    expect(nobleCrypto.verifyEs256(jwk, data, new Uint8Array(sign('sha256', data, ec.privateKey)))).toBe(false);
    expect(nobleCrypto.verifyEs256(jwk, data, new Uint8Array(64))).toBe(false);
    expect(nobleCrypto.verifyEs256(jwk, data, new Uint8Array(64).fill(255))).toBe(false);
    expect(nobleCrypto.verifyEs256({ ...jwk, x: jwk.y }, data, signature)).toBe(false);
    expect(nobleCrypto.verifyEs256({ ...jwk, x: `${jwk.x}=` }, data, signature)).toBe(false);
    expect(nobleCrypto.verifyEs256({ ...jwk, crv: 'secp256k1' as 'P-256' }, data, signature)).toBe(false);
  });
});

describe('verifyEd25519', () => {
  it('takes no signature that only the equation with the cofactor takes, as node does not', () => {
    const chance = seeded('noble');
    const { publicKey } = chance.edPair('a');
    const raw = new Uint8Array(Buffer.from((publicKey.export({ format: 'jwk' }) as { x: string }).x, 'base64url'));
    const twisted = chance.edTwisted('a', data);
    expect(verify(null, data, publicKey, twisted)).toBe(false);
    expect(ed25519.verify(twisted, data, raw, { zip215: false })).toBe(true);
    expect(nobleCrypto.verifyEd25519(raw, data, twisted)).toBe(false);
  });

  const signature = new Uint8Array(sign(null, data, ed.privateKey));

  it('accepts what node signs', () => expect(nobleCrypto.verifyEd25519(edKey, data, signature)).toBe(true));

  it('refuses changed data, a changed signature, S + L, wrong lengths and a key that is no point', () => {
    expect(nobleCrypto.verifyEd25519(edKey, data.subarray(1), signature)).toBe(false);
    const changed = signature.slice();
    changed[0] = (changed[0] as number) ^ 1;
    expect(nobleCrypto.verifyEd25519(edKey, data, changed)).toBe(false);
    expect(nobleCrypto.verifyEd25519(edKey, data, plusOrder(signature))).toBe(false);
    expect(nobleCrypto.verifyEd25519(edKey, data, signature.subarray(1))).toBe(false);
    expect(nobleCrypto.verifyEd25519(edKey.subarray(1), data, signature)).toBe(false);
    expect(nobleCrypto.verifyEd25519(new Uint8Array(32).fill(255), data, signature)).toBe(false);
  });

  it('refuses the neutral point as key, under which one signature would fit all data', () => {
    const neutral = Uint8Array.of(1, ...new Uint8Array(31));
    const fitsAll = Uint8Array.of(...neutral, ...new Uint8Array(32));
    expect(nobleCrypto.verifyEd25519(neutral, data, fitsAll)).toBe(false);
  });
});

/** The same signature with the group's order added to S: right by the equation, refused by RFC 8032. */
function plusOrder(signature: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let s = 0n;
  for (let i = 63; i >= 32; i--) s = s * 256n + BigInt(signature[i] as number);
  s += order;
  const out = signature.slice();
  for (let i = 32; i < 64; i++, s /= 256n) out[i] = Number(s % 256n);
  return out;
}

describe('inflate', () => {
  it('reads what node deflates, at every level', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(9), (bytes, level) => {
        const stream = new Uint8Array(deflateSync(bytes, { level }));
        expect(nobleCrypto.inflate(stream, 500)).toEqual(bytes);
        const followed = Uint8Array.of(...stream, 0);
        expect(() => nobleCrypto.inflate(followed, 500)).toThrow();
      }),
    ));

  const plain = new Uint8Array(5000).map((_, i) => i % 251);
  it.each([0, 6])('refuses bytes hidden between stream and checksum at level %i', (level) => {
    const stream = new Uint8Array(deflateSync(plain, { level }));
    const hidden = new Uint8Array(stream.length + 3);
    hidden.set(stream.subarray(0, -4));
    hidden.set(stream.subarray(-4), hidden.length - 4);
    expect(() => nobleCrypto.inflate(hidden, 5000)).toThrow();
    expect(nobleCrypto.inflate(stream, 5000)).toEqual(plain);
  });

  it('stops at the bound', () => {
    const bomb = new Uint8Array(deflateSync(new Uint8Array(1_000_001)));
    expect(() => nobleCrypto.inflate(bomb, 1_000_000)).toThrow('more than 1000000');
    expect(nobleCrypto.inflate(bomb, 1_000_001)).toHaveLength(1_000_001);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a raw stream', new Uint8Array(deflateRawSync(plain))],
    ['gzip', new Uint8Array(gzipSync(plain))],
    ['a stream cut short', new Uint8Array(deflateSync(plain)).subarray(0, -1)],
    ['two streams', new Uint8Array(Buffer.concat([deflateSync(plain), deflateSync(plain)]))],
    [
      'a wrong checksum',
      new Uint8Array(deflateSync(plain)).map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte)),
    ],
  ])('refuses %s', (_, stream) => expect(() => nobleCrypto.inflate(stream, 10_000)).toThrow());
});
