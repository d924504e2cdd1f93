import { describe, expect, it } from '@jest/globals';
import {
  at,
  codeA,
  codeB,
  crypto,
  iso,
  newSigner,
  origin,
  signJws,
  typeCode,
  World,
} from '../verification/testing/world.js';
import { findIssuerKey, findLogKey, findRegistryKey, findRight, registryKeys } from './find.js';
import { judgeTrustPeriod, readTrustList } from './read-trust-list.js';
import type { TrustList } from './trust-list.js';

const w = new World();
const read = (jws: string, context: { at?: number; seenNumber?: number } = {}) =>
  readTrustList(jws, w.root.jwk, { at, ...context }, crypto);
const typ = 'elicence-trust+jwt';
const [a, b] = w.list.authorities as [TrustList['authorities'][0], TrustList['authorities'][0]];

describe(readTrustList.name, () => {
  it('reads what the root signed, and passes over members that came later', () => {
    expect(read(w.trustJws())).toEqual({ ok: true, value: w.list });
    expect(read(w.trustJws({ later: 1 } as object)).ok).toBe(true);
    expect(read(w.trustJws({ nextRoot: newSigner().jwk })).ok).toBe(true);
  });

  it.each<[string, () => string, string]>([
    ['another signer', () => w.trustJws({}, newSigner()), 'trust-list-signature'],
    ['a listed authority as signer', () => w.trustJws({}, w.a), 'trust-list-signature'],
    ['another typ', () => signJws({ alg: 'ES256', typ: 'JWT' }, w.list, w.root), 'trust-list-malformed'],
    ['alg none', () => signJws({ alg: 'none', typ }, w.list, w.root), 'trust-list-malformed'],
    ['a key of its own', () => signJws({ alg: 'ES256', typ, jwk: w.root.jwk }, w.list, w.root), 'trust-list-malformed'],
    ['garbage', () => 'a.b', 'trust-list-malformed'],
    ['a missing member', () => w.trustJws({ logs: undefined }), 'trust-list-malformed'],
    ['number 0', () => w.trustJws({ number: 0 }), 'trust-list-malformed'],
    ['a day instead of a moment', () => w.trustJws({ issuedAt: '2026-03-01' }), 'trust-list-malformed'],
    ['an authority twice', () => w.trustJws({ authorities: [a, a] }), 'trust-list-malformed'],
    ['an iss twice', () => w.trustJws({ authorities: [a, { ...b, issuer: a.issuer }] }), 'trust-list-malformed'],
    [
      'a certificate under two authorities',
      () => w.trustJws({ authorities: [a, { ...b, certificates: a.certificates }] }),
      'trust-list-malformed',
    ],
    ['a type twice', () => w.trustJws({ types: [w.list.types[0]!, w.list.types[0]!] }), 'trust-list-malformed'],
    ['a log twice', () => w.trustJws({ logs: [w.list.logs[0]!, w.list.logs[0]!] }), 'trust-list-malformed'],
    ['an expired list', () => w.trustJws({ expiresAt: iso(at) }), 'trust-list-expired'],
    ['a list from the future', () => w.trustJws({ issuedAt: iso(at + 61_000) }), 'trust-list-not-yet-issued'],
  ])('refuses %s', (_what, jws, code) => {
    expect(read(jws())).toMatchObject({ ok: false, code });
  });

  it('refuses a list older than one seen, and takes the same again', () => {
    expect(read(w.trustJws(), { seenNumber: 5 })).toMatchObject({ code: 'trust-list-older-than-seen' });
    expect(read(w.trustJws(), { seenNumber: 4 }).ok).toBe(true);
  });

  it('judges the period of a list again later', () => {
    expect(judgeTrustPeriod(w.list, at).ok).toBe(true);
    expect(judgeTrustPeriod(w.list, Date.parse(w.list.expiresAt))).toMatchObject({ code: 'trust-list-expired' });
  });
});

describe('look-ups', () => {
  it('find a signer by the exact bytes of its certificate', () => {
    expect(findIssuerKey(w.list, w.a.certificate, crypto)?.authority.creditCode).toBe(codeA);
    expect(findIssuerKey(w.list, w.a.certificate, crypto)?.certificate.publicKey).toEqual(w.a.jwk);
    expect(findIssuerKey(w.list, w.b.certificate, crypto)?.authority.creditCode).toBe(codeB);
    expect(findIssuerKey(w.list, newSigner().certificate, crypto)).toBeUndefined();
    expect(findIssuerKey(w.list, `${w.a.certificate}====`, crypto)).toBeUndefined();
  });

  it('find a right among several periods', () => {
    const rights = [
      { typeCode, from: '2020-01-01T00:00:00Z', until: '2021-01-01T00:00:00Z' },
      { typeCode, from: '2025-01-01T00:00:00Z' },
    ];
    const list = { ...w.list, authorities: [{ ...a, rights }] };
    const on = (day: string) => findRight(list, codeA, typeCode, Date.parse(day));
    expect(on('2020-12-31T23:59:59Z')).toEqual(rights[0]);
    expect(on('2021-01-01T00:00:00Z')).toBe('not-in-period');
    expect(on('2030-01-01T00:00:00Z')).toEqual(rights[1]);
    expect(findRight(list, codeB, typeCode, at)).toBeUndefined();
    expect(findRight(list, codeA, 'X', at)).toBeUndefined();
  });

  it('find the registry’s keys by use and time, and none that was compromised', () => {
    const [promise, status] = w.list.keys as [TrustList['keys'][0], TrustList['keys'][0]];
    expect(findRegistryKey(w.list, 'promise', 'promise-1', at)).toEqual({ ...w.promise.jwk, kid: 'promise-1' });
    expect(findRegistryKey(w.list, 'status', 'promise-1', at)).toBeUndefined();
    expect(findRegistryKey(w.list, 'promise', 'promise-1', Date.parse(promise.from) - 1)).toBeUndefined();
    const ended = { ...w.list, keys: [{ ...status, until: iso(at) }] };
    expect(registryKeys(ended, 'status', at)).toEqual([]);
    expect(registryKeys(ended, 'status', at - 1)).toHaveLength(1);
    const stolen = { ...w.list, keys: [{ ...promise, compromisedAt: iso(at + 1) }] };
    expect(findRegistryKey(stolen, 'promise', 'promise-1', at)).toBeUndefined();
  });

  it('find a log’s key by its origin', () => {
    expect(findLogKey(w.list, origin, crypto)?.name).toBe(origin);
    expect(findLogKey(w.list, 'other', crypto)).toBeUndefined();
    expect(findLogKey({ ...w.list, logs: [{ origin, noteKey: 'x' }] }, origin, crypto)).toBeUndefined();
  });
});
