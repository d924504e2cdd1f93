import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint } from 'jose';
import { keyIdOf, publicJwk } from './key-id.js';

describe('the id of a key', () => {
  it('is the thumbprint that jose computes', async () => {
    const jwk = publicJwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
    expect(keyIdOf({ ...jwk, kid: 'of no account' })).toBe(jwk.kid);
  });

  it('is the same for both halves of a pair', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(publicJwk(privateKey)).toEqual(publicJwk(publicKey));
    expect(createPublicKey({ key: { ...publicJwk(publicKey) }, format: 'jwk' }).equals(publicKey)).toBe(true);
  });

  it('is not made for another curve', () => {
    expect(() => publicJwk(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey)).toThrow('not of P-256');
    expect(() => publicJwk(generateKeyPairSync('ed25519').publicKey)).toThrow('not of P-256');
  });
});
