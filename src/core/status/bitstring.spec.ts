import { generateKeyPairSync, sign } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compactVerify } from 'jose';
import { toBase64url } from '../bytes/index.js';
import type { EcPublicJwk } from '../crypto/index.js';
import { nobleCrypto as crypto } from '../crypto/noble.js';
import {
  assembleBitstringCredential,
  bitstringEntry,
  bitstringOf,
  bitstringPurposes,
  bitstringUri,
  decodeBitstring,
  encodeBitstring,
  maxBitstringBytes,
  minBitstringEntries,
  packStatusList,
  readBit,
  readBitstringCredential,
  readBitstringEntry,
} from './index.js';

const gzip = (data: Uint8Array) => new Uint8Array(gzipSync(data));
// The sample list of Bitstring Status List v1.0, 131,072 entries that are not set.
const sample = 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA';
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a bitstring', () => {
  it('reads the sample of the specification', () => {
    expect(decodeBitstring(sample)).toEqual(new Uint8Array(16_384));
    expect(encodeBitstring(new Uint8Array(16_384), gzip)).toMatch(/^uH4sI/);
  });

  it('has index 0 as its left-most bit', () => {
    const list = packStatusList([1, 2, 0, 3, 0, 1, 0, 1, 1], 2);
    expect([...bitstringOf(list, 'revocation').subarray(0, 3)]).toEqual([0b10000101, 0b10000000, 0]);
    expect([...bitstringOf(list, 'suspension').subarray(0, 3)]).toEqual([0b01000000, 0, 0]);
  });

  it('tells what the values of the token status list tell, after packing and unpacking', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1, 2), { maxLength: 300 }), (values) => {
        for (const [purpose, wanted] of [
          ['revocation', 1],
          ['suspension', 2],
        ] as const) {
          const bytes = decodeBitstring(encodeBitstring(bitstringOf(packStatusList(values, 2), purpose), gzip));
          if (!bytes) throw new Error('unread');
          expect(bytes.length * 8).toBe(minBitstringEntries);
          expect(values.map((_, index) => readBit(bytes, index))).toEqual(values.map((value) => value === wanted));
          expect(readBit(bytes, values.length)).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
    const long = bitstringOf(packStatusList(new Uint8Array(minBitstringEntries + 8).fill(1), 2), 'revocation');
    expect([long.length, readBit(long, minBitstringEntries + 7)]).toEqual([minBitstringEntries / 8 + 1, true]);
  });

  const packed = gzip(new Uint8Array(16_384).fill(5));
  const changed = (at: number, by = 1) =>
    packed.map((byte, i) => (i === (at + packed.length) % packed.length ? byte ^ by : byte));
  it.each<[string, string]>([
    ['no multibase', sample.slice(1)],
    ['another multibase', `z${sample.slice(1)}`],
    ['padding', `${sample}=`],
    ['a zlib stream', `u${toBase64url(deflateSync(new Uint8Array(16_384)))}`],
    ['a wrong checksum', `u${toBase64url(changed(-5))}`],
    ['a wrong length', `u${toBase64url(changed(-4))}`],
    ['a name in its header', `u${toBase64url(changed(3, 8))}`],
    ['a stream cut short', `u${toBase64url(packed.subarray(0, -1))}`],
    ['bytes behind', `u${toBase64url(Buffer.concat([packed, Uint8Array.of(0)]))}`],
    ['a second member', `u${toBase64url(Buffer.concat([packed, packed]))}`],
    [
      'a member between stream and checksum',
      `u${toBase64url(Buffer.concat([packed.subarray(0, -8), Uint8Array.of(0), packed.subarray(-8)]))}`,
    ],
    ['more than is allowed', encodeBitstring(new Uint8Array(maxBitstringBytes + 1), gzip)],
    ['nothing', 'u'],
  ])('with %s is malformed', (_, text) => expect(decodeBitstring(text)).toBeUndefined());

  it('may have as many entries as are allowed', () =>
    expect(decodeBitstring(encodeBitstring(new Uint8Array(maxBitstringBytes), gzip))?.length).toBe(maxBitstringBytes));

  it.each([-1, 0.5, 131_072, 2 ** 53, Number.NaN])('has nothing at index %p', (index) =>
    expect(readBit(new Uint8Array(16_384), index)).toBeUndefined(),
  );
});

const list = 'https://registry.example/status-lists/1';

describe('an entry', () => {
  it.each(bitstringPurposes)('of %s leads back to its place', (purpose) => {
    const entry = bitstringEntry(list, purpose, 7);
    expect(readBitstringEntry(entry, purpose)).toEqual({ uri: list, index: 7 });
    const other = purpose === 'revocation' ? 'suspension' : 'revocation';
    expect(readBitstringEntry(entry, other)).toBeUndefined();
    for (const change of [{ statusListIndex: '07' }, { statusListIndex: '8' }, { type: 'Other' }, { more: 1 }])
      expect(readBitstringEntry({ ...entry, ...change }, purpose)).toBeUndefined();
  });
});

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys = [{ ...(pair.publicKey.export({ format: 'jwk' }) as EcPublicJwk), kid: 'status-1' }];
const signed = (input: string) =>
  `${input}.${sign('sha256', Buffer.from(input), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
const purpose = 'suspension';
const uri = bitstringUri(list, purpose);
const from = 1_790_000_000;
const claims = {
  uri,
  issuer: 'https://registry.example',
  purpose,
  encodedList: encodeBitstring(bitstringOf(packStatusList([0, 2, 1], 2), purpose), gzip),
  validFrom: from,
  validUntil: from + 600,
  ttl: 60,
} as const;
const question = { uri, purpose, index: 1, keys, at: (from + 30) * 1000 } as const;
const input = assembleBitstringCredential(claims, 'status-1');
const [head, payload] = input.split('.').map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()));
const made = (change: object, header: object = {}) =>
  signed(`${part({ ...head, ...header })}.${part({ ...payload, ...change })}`);
const inSubject = (change: object) => made({ credentialSubject: { ...payload.credentialSubject, ...change } });
const ask = (text: string, change: object = {}) => readBitstringCredential(text, { ...question, ...change }, crypto);

describe('the credential of a bitstring', () => {
  it('answers each of its bits, and jose verifies it', async () => {
    expect([0, 1, 2].map((index) => ask(signed(input), { index }))).toEqual(
      [false, true, false].map((value) => ({ ok: true, value })),
    );
    const { payload: said } = await compactVerify(signed(input), pair.publicKey);
    expect(JSON.parse(Buffer.from(said).toString())).toMatchObject({
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      credentialSubject: { statusPurpose: purpose, ttl: 60_000 },
    });
  });

  it.each<[string, string, string]>([
    ['alg none', made({}, { alg: 'none' }), 'bitstring-wrong-type'],
    ['the type of a token list', made({}, { typ: 'statuslist+jwt' }), 'bitstring-wrong-type'],
    ['a critical extension', made({}, { crit: ['b64'] }), 'bitstring-wrong-type'],
    ['another key', made({}, { kid: 'status-2' }), 'bitstring-unknown-key'],
    ['a changed signature', `${input}.${'A'.repeat(86)}`, 'bitstring-signature'],
    ['padding', `${signed(input)}==`, 'bitstring-form'],
    ['another address', made({ id: `${uri}0` }), 'bitstring-of-another-list'],
    ['another purpose', inSubject({ statusPurpose: 'revocation' }), 'bitstring-of-another-list'],
    ['another type', made({ type: ['VerifiableCredential', 'Other'] }), 'bitstring-malformed'],
    ['a claim vc', made({ vc: {} }), 'bitstring-malformed'],
    ['a ttl of nothing', inSubject({ ttl: 0 }), 'bitstring-malformed'],
    ['no list', inSubject({ encodedList: 'u' }), 'bitstring-malformed'],
    ['a short list', inSubject({ encodedList: encodeBitstring(new Uint8Array(16_383), gzip) }), 'bitstring-too-short'],
  ])('with %s is refused', (_, text, code) => expect(ask(text)).toMatchObject({ ok: false, code }));

  it('is refused before its time, from its end on, and beyond its entries', () => {
    const at = (seconds: number) => ask(signed(input), { at: seconds * 1000 });
    expect(at(from - 11)).toMatchObject({ code: 'bitstring-not-yet-valid' });
    expect(at(from - 10).ok).toBe(true);
    expect(at(from + 600)).toMatchObject({ code: 'bitstring-expired' });
    expect(ask(signed(input), { index: 131_072 })).toMatchObject({ code: 'bitstring-index-out-of-range' });
  });
});
