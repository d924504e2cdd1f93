import { describe, expect, it } from '@jest/globals';
import { fromBase64url } from '../bytes/index.js';
import { at, crypto, iso, newSigner, type Signer, World } from '../verification/testing/world.js';
import { findCarrierKeys, judgeCarrierKey } from './carrier-keys.js';
import { findRegistryKey } from './find.js';
import { readTrustList } from './read-trust-list.js';
import type { ListedKey, TrustList } from './trust-list.js';

const w = new World();
const keyIdOf = ({ jwk }: Signer) =>
  crypto.digestText(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }));
const listed = (signer: Signer, change: Partial<ListedKey> = {}): ListedKey => ({
  use: 'carrier',
  keyId: keyIdOf(signer),
  publicKey: signer.jwk,
  from: '2026-01-01T00:00:00Z',
  until: '2029-01-01T00:00:00Z',
  certificate: signer.thumbprint,
  ...change,
});
const former = newSigner();
const current = newSigner();
const keys = [...w.list.keys, listed(former, { until: iso(at) }), listed(current)];
const list: TrustList = { ...w.list, keys };
const kid = (signer: Signer, length: number) => fromBase64url(keyIdOf(signer))!.slice(0, length);

describe(findCarrierKeys.name, () => {
  it.each([8, 16, 32])('finds keys by the first %s bytes of their thumbprint, former ones too', (length) => {
    for (const signer of [former, current])
      expect(findCarrierKeys(list, { kid: kid(signer, length) })).toMatchObject([
        { key: { ...signer.jwk, kid: keyIdOf(signer) }, certificate: signer.thumbprint },
      ]);
    expect(findCarrierKeys(list, { kid: kid(newSigner(), length) })).toEqual([]);
  });

  it('finds none by less than 8 bytes or more than there are', () => {
    expect(findCarrierKeys(list, { kid: kid(current, 7) })).toEqual([]);
    expect(findCarrierKeys(list, { kid: new Uint8Array(0) })).toEqual([]);
    expect(findCarrierKeys(list, { kid: Uint8Array.from([...kid(current, 32), 0]) })).toEqual([]);
  });

  it('gives all that a short name fits', () => {
    const twin = fromBase64url(keyIdOf(current))!;
    twin[8]! ^= 1;
    const other = newSigner();
    const both = { ...list, keys: [...keys, listed(other, { keyId: Buffer.from(twin).toString('base64url') })] };
    const found = findCarrierKeys(both, { kid: kid(current, 8) });
    expect(found.map(({ certificate }) => certificate)).toEqual([current.thumbprint, other.thumbprint]);
    expect(findCarrierKeys(both, { kid: kid(current, 9) })).toHaveLength(1);
  });

  it('finds by the certificate, and no authority nor another of the registry’s keys', () => {
    expect(findCarrierKeys(list, { certificate: former.thumbprint })).toMatchObject([{ key: former.jwk }]);
    expect(findCarrierKeys(list, { certificate: w.a.thumbprint })).toEqual([]);
    expect(findCarrierKeys(w.list, { kid: kid(current, 8) })).toEqual([]);
    expect(findRegistryKey(list, 'carrier', keyIdOf(current), at)).toMatchObject(current.jwk);
    expect(findRegistryKey(list, 'promise', keyIdOf(current), at)).toBeUndefined();
  });
});

describe(judgeCarrierKey.name, () => {
  const judge = (change: Partial<ListedKey>, moment: number | undefined) => {
    const named = { ...w.list, keys: [listed(current, change)] };
    return judgeCarrierKey(findCarrierKeys(named, { certificate: current.thumbprint })[0]!, moment);
  };

  it('believes it from its first moment to the one at which it ends', () => {
    const period = { from: iso(at), until: iso(at + 1_000) };
    expect([at - 1, at, at + 999, at + 1_000].map((moment) => judge(period, moment))).toEqual([
      'not-in-period',
      'good',
      'good',
      'not-in-period',
    ]);
  });

  it('never believes a compromised one, whatever time is said, and lets the period be where none is', () => {
    for (const moment of [at, undefined]) expect(judge({ compromisedAt: iso(at + 1) }, moment)).toBe('compromised');
    expect(judge({ until: iso(at) }, undefined)).toBe('good');
  });
});

describe('the shape of a key for carriers', () => {
  const read = (...more: object[]) =>
    readTrustList(w.trustJws({ keys: [...w.list.keys, ...(more as ListedKey[])] }), w.root.jwk, { at }, crypto);
  const { certificate: _, ...bare } = listed(current);

  it('is read', () => {
    expect(read(listed(current), listed(former)).ok).toBe(true);
  });

  it.each<[string, object[]]>([
    ['no certificate', [bare]],
    ['a certificate that is no digest', [{ ...bare, certificate: 'sha-256:AA' }]],
    ['a key id that is no thumbprint', [listed(current, { keyId: 'carrier-1' })]],
    ['a certificate on a key of another use', [listed(current, { use: 'status' })]],
    ['a use that is none', [{ ...listed(current), use: 'seal' }]],
    ['one certificate for two keys', [listed(current), listed(former, { certificate: current.thumbprint })]],
  ])('is refused with %s', (_what, more) => {
    expect(read(...more)).toMatchObject({ ok: false, code: 'trust-list-malformed' });
  });
});
