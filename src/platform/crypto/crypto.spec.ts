import { generateKeyPairSync, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it, jest } from '@jest/globals';
import type { EcPublicJwk } from '../../core/index.js';
import { memoiseSignatures } from './memo.js';
import { nodeCrypto } from './node-crypto.js';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = pair.publicKey.export({ format: 'jwk' }) as EcPublicJwk;
const data = Buffer.from('signed bytes');
const signature = sign('sha256', data, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' });

describe('node crypto port', () => {
  it('verifies ES256 in P1363 form and refuses altered data, DER and a point off the curve', () => {
    expect(nodeCrypto.verifyEs256(jwk, data, signature)).toBe(true);
    expect(nodeCrypto.verifyEs256(jwk, Buffer.from('other bytes!'), signature)).toBe(false);
    expect(nodeCrypto.verifyEs256(jwk, data, sign('sha256', data, pair.privateKey))).toBe(false);
    expect(nodeCrypto.verifyEs256({ ...jwk, y: jwk.x }, data, signature)).toBe(false);
  });

  it('verifies Ed25519', () => {
    const ed = generateKeyPairSync('ed25519');
    const raw = Buffer.from((ed.publicKey.export({ format: 'jwk' }) as { x: string }).x, 'base64url');
    const good = sign(null, data, ed.privateKey);
    expect(nodeCrypto.verifyEd25519(raw, data, good)).toBe(true);
    expect(nodeCrypto.verifyEd25519(raw, Buffer.from('x'), good)).toBe(false);
  });

  it('inflates within a bound and to the last byte', () => {
    const packed = deflateSync(Buffer.alloc(1000));
    expect(nodeCrypto.inflate(packed, 1000)).toHaveLength(1000);
    expect(() => nodeCrypto.inflate(packed, 999)).toThrow();
    expect(() => nodeCrypto.inflate(Buffer.concat([packed, Buffer.from([0])]), 1000)).toThrow();
  });
});

describe(memoiseSignatures.name, () => {
  it('asks once for a good signature and every time for a bad one', () => {
    const verifyEs256 = jest.fn(nodeCrypto.verifyEs256);
    const memo = memoiseSignatures({ ...nodeCrypto, verifyEs256 });
    const bad = Buffer.from(signature);
    bad[5]! ^= 1;
    expect([memo.verifyEs256(jwk, data, signature), memo.verifyEs256(jwk, data, signature)]).toEqual([true, true]);
    expect([memo.verifyEs256(jwk, data, bad), memo.verifyEs256(jwk, data, bad)]).toEqual([false, false]);
    expect(verifyEs256).toHaveBeenCalledTimes(3);
  });
});
