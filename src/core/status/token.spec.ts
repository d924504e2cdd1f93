import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { EcPublicJwk } from '../crypto/index.js';
import { nobleCrypto as crypto } from '../crypto/noble.js';
import { encodeStatusList, readStatusToken } from './index.js';

const deflate = (data: Uint8Array) => new Uint8Array(deflateSync(data));
const makeKey = (kid: string) => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey: pair.privateKey, jwk: { ...pair.publicKey.export({ format: 'jwk' }), kid } as EcPublicJwk };
};
const key = makeKey('status-1');
const uri = 'https://registry.example/status-lists/1';
const issued = 1_790_000_000;
const list = encodeStatusList([0, 1, 2, 3, 0], 2, deflate);
const head = { alg: 'ES256', typ: 'statuslist+jwt', kid: 'status-1' };
const claims = { sub: uri, iat: issued, exp: issued + 600, ttl: 60, status_list: list };
const question = { uri, index: 1, keys: [key.jwk], at: (issued + 30) * 1000 };

const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
function token(header: unknown = head, payload: unknown = claims, privateKey: KeyObject = key.privateKey): string {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
const withList = (change: object) => token(head, { ...claims, status_list: { ...list, ...change } });
const packed = Buffer.from(list.lst, 'base64url');
const raw = Buffer.from([0, 1, 2]);

describe('a status token', () => {
  it('is heard when it says from when on it counts', () => {
    const read = (nbf: unknown) => readStatusToken(token(head, { ...claims, nbf }), question, crypto);
    expect(read(issued + 40)).toMatchObject({ ok: true, value: { value: 1 } });
    expect(read(issued + 41)).toEqual({ ok: false, code: 'status-token-not-yet-valid' });
    for (const wrong of ['0', null, 1.5, -1]) expect(read(wrong)).toMatchObject({ code: 'status-token-malformed' });
  });

  it('answers each of its values', () => {
    const times = { issuedAt: issued, expires: issued + 600, ttl: 60 };
    expect(readStatusToken(token(), { ...question, index: 0 }, crypto)).toEqual({
      ok: true,
      value: { value: 0, ...times },
    });
    expect(readStatusToken(token(), question, crypto)).toEqual({ ok: true, value: { value: 1, ...times } });
    expect(readStatusToken(token(), { ...question, index: 2 }, crypto)).toEqual({
      ok: true,
      value: { value: 2, ...times },
    });
  });

  it('need not say a time to live, nor its key', () => {
    const { ttl, ...rest } = claims;
    expect(ttl).toBe(60);
    const { kid, ...bare } = head;
    expect(kid).toBe('status-1');
    expect(readStatusToken(token(bare, rest), question, crypto)).toEqual({
      ok: true,
      value: { value: 1, issuedAt: issued, expires: issued + 600 },
    });
  });

  it('is found by its key among several', () => {
    const keys = [makeKey('status-0').jwk, key.jwk, { ...makeKey('').jwk, kid: undefined }];
    expect(readStatusToken(token(), { ...question, keys }, crypto).ok).toBe(true);
  });

  it('fails with any one character changed', () => {
    const good = token();
    for (let at = 0; at < good.length; at++) {
      const changed = good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1);
      expect([at, readStatusToken(changed, question, crypto).ok]).toEqual([at, false]);
    }
  });

  const refusals: [string, string, string][] = [
    ['alg none', token({ ...head, alg: 'none' }), 'status-token-wrong-type'],
    ['alg HS256', token({ ...head, alg: 'HS256' }), 'status-token-wrong-type'],
    ['the type of a credential', token({ ...head, typ: 'dc+sd-jwt' }), 'status-token-wrong-type'],
    ['no type', token({ alg: 'ES256' }), 'status-token-wrong-type'],
    ['a type in capitals', token({ ...head, typ: 'STATUSLIST+JWT' }), 'status-token-wrong-type'],
    ['its own key', token({ ...head, jwk: key.jwk }), 'status-token-wrong-type'],
    ['the address of a key', token({ ...head, jku: uri }), 'status-token-wrong-type'],
    ['a critical extension', token({ ...head, crit: ['b64'] }), 'status-token-wrong-type'],
    ['a key that is not known', token({ ...head, kid: 'status-2' }), 'status-token-unknown-key'],
    ['a kid that is no text', token({ ...head, kid: 1 }), 'status-token-unknown-key'],
    ['another key’s signature', token(head, claims, makeKey('status-1').privateKey), 'status-token-signature'],
    ['a padded signature', `${token()}==`, 'jws-malformed'],
    ['a fourth part', `${token()}.AA`, 'jws-malformed'],
    ['a doubled claim', token(head, JSON.stringify(claims).replace('{', `{"sub":"${uri}",`)), 'jws-malformed'],
    ['an array as its claims', token(head, [claims]), 'jws-malformed'],
    ['no text at all', '', 'jws-malformed'],
    ['over 4 MiB', 'A'.repeat(4 * 1024 * 1024 + 1), 'jws-too-large'],
    ['another list', token(head, { ...claims, sub: `${uri}0` }), 'status-token-of-another-list'],
    ['no list', token(head, { ...claims, sub: undefined }), 'status-token-of-another-list'],
    ['no iat', token(head, { ...claims, iat: undefined }), 'status-token-malformed'],
    ['an iat that is text', token(head, { ...claims, iat: `${issued}` }), 'status-token-malformed'],
    ['no exp', token(head, { ...claims, exp: undefined }), 'status-token-malformed'],
    ['an exp before its iat', token(head, { ...claims, exp: issued }), 'status-token-malformed'],
    ['a negative ttl', token(head, { ...claims, ttl: -1 }), 'status-token-malformed'],
    ['a ttl of nothing', token(head, { ...claims, ttl: 0 }), 'status-token-malformed'],
    ['a fraction as ttl', token(head, { ...claims, ttl: 0.5 }), 'status-token-malformed'],
    ['no status_list', token(head, { ...claims, status_list: undefined }), 'status-token-malformed'],
    ['a lst that is no text', withList({ lst: 1 }), 'status-token-malformed'],
    ['a lst with padding', withList({ lst: `${list.lst}=` }), 'status-list-malformed'],
    ['3 bits', withList({ bits: 3 }), 'status-list-malformed'],
    ['bits as text', withList({ bits: '2' }), 'status-list-malformed'],
    ['a raw stream', withList({ lst: deflateRawSync(raw).toString('base64url') }), 'status-list-malformed'],
    ['a gzip stream', withList({ lst: gzipSync(raw).toString('base64url') }), 'status-list-malformed'],
    ['a stream cut short', withList({ lst: packed.subarray(0, -1).toString('base64url') }), 'status-list-malformed'],
    ['bytes behind', withList({ lst: Buffer.concat([packed, raw]).toString('base64url') }), 'status-list-malformed'],
    ['two streams', withList({ lst: Buffer.concat([packed, packed]).toString('base64url') }), 'status-list-malformed'],
  ];
  it.each(refusals)('with %s is refused', (_, text, code) =>
    expect(readStatusToken(text, question, crypto)).toMatchObject({ ok: false, code }),
  );

  it('is refused before its time and from its end on', () => {
    const judged = (seconds: number) => readStatusToken(token(), { ...question, at: seconds * 1000 }, crypto);
    expect(judged(issued - 11)).toMatchObject({ code: 'status-token-not-yet-valid' });
    expect(judged(issued - 10).ok).toBe(true);
    expect(judged(issued + 599.999).ok).toBe(true);
    expect(judged(issued + 600)).toMatchObject({ code: 'status-token-expired' });
  });

  it.each([-1, 0.5, 8, 2 ** 53])('has nothing at index %p', (index) =>
    expect(readStatusToken(token(), { ...question, index }, crypto)).toMatchObject({
      code: 'status-index-out-of-range',
    }),
  );

  it('with a value that is not ours is refused', () =>
    expect(readStatusToken(token(), { ...question, index: 3 }, crypto)).toMatchObject({
      code: 'status-value-unknown',
    }));

  it('without any key is refused', () =>
    expect(readStatusToken(token(), { ...question, keys: [] }, crypto)).toMatchObject({
      code: 'status-token-unknown-key',
    }));
});
