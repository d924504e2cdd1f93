import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { utf8Encode } from '../../bytes/index.js';
import { nobleCrypto as crypto } from '../../crypto/noble.js';
import { parseCompactJws } from '../../jws/index.js';
import { parseSdJwt } from './parse-sd-jwt.js';
import { resolveDisclosures } from './resolve-disclosures.js';
import { splitSdJwt } from './split-sd-jwt.js';

const vectors = JSON.parse(readFileSync('test/vectors/rfc-9901/examples.json', 'utf8'));
const { issuance, nested, issuerKey } = vectors;
const limits = { maxLength: 64 * 1024, maxDepth: 24 };
const disclosed = (...names: string[]): string[] => names.map((name) => issuance.disclosures[name]);
const all = Object.values<string>(issuance.disclosures);
const address = { street_address: '123 Main St', locality: 'Anytown', region: 'Anystate', country: 'US' };

function read(text: string) {
  const jws = parseCompactJws(text, limits);
  if (!jws.ok) throw new Error(jws.code);
  return jws.value;
}
const issued = read(issuance.jwt);
const resolved = (payload: typeof issued.payload, texts: string[]) => {
  const answer = resolveDisclosures(payload, texts, crypto);
  return answer.ok ? answer.value.claims : answer.code;
};
const clear = {
  iss: 'https://issuer.example.com',
  iat: 1683000000,
  exp: 1883000000,
  sub: 'user_42',
  cnf: issued.payload.cnf,
};

describe('the examples of RFC 9901 §5', () => {
  it('are signed by the issuer’s key of appendix A.5', () => {
    expect(crypto.verifyEs256(issuerKey, issued.signingInput, issued.signature)).toBe(true);
    expect(crypto.verifyEs256(issuerKey, utf8Encode(`${issuance.jwt.slice(0, 100)}`), issued.signature)).toBe(false);
  });

  it('give the payload of §5.1 with every disclosure, and none of it with none', () => {
    expect(resolved(issued.payload, all)).toEqual({
      ...clear,
      given_name: 'John',
      family_name: 'Doe',
      email: 'johndoe@example.com',
      phone_number: '+1-202-555-0101',
      phone_number_verified: true,
      address,
      birthdate: '1940-01-01',
      updated_at: 1570000000,
      nationalities: ['US', 'DE'],
    });
    expect(resolved(issued.payload, [])).toEqual({ ...clear, nationalities: [] });
  });

  it('give the processed payload of §5.2, bound by the holder', () => {
    const shown = disclosed('family_name', 'address', 'given_name', 'US');
    const parts = splitSdJwt(`${[issuance.jwt, ...shown].join('~')}~${vectors.keyBinding}`);
    if (!parts.ok) throw new Error(parts.code);
    expect(resolved(issued.payload, parts.value.disclosures)).toEqual({
      ...clear,
      nationalities: ['US'],
      family_name: 'Doe',
      given_name: 'John',
      address,
    });
    const binding = read(parts.value.keyBinding as string);
    expect(binding.payload.sd_hash).toBe(crypto.digestText(parts.value.presented));
    const holderKey = (issued.payload.cnf as unknown as { jwk: typeof issuerKey }).jwk;
    expect(crypto.verifyEs256(holderKey, binding.signingInput, binding.signature)).toBe(true);
  });

  it('are refused with a disclosure of another credential', () => {
    expect(resolved(issued.payload, [...all, nested.disclosures.flat])).toBe('disclosure-unreferenced');
  });

  it('are no masters: their typ and header are not of this profile', () => {
    const master = parseSdJwt(`${issuance.jwt}~`, crypto);
    expect(master).toMatchObject({ ok: false, code: 'sd-jwt-type' });
  });
});

describe('the examples of RFC 9901 §6', () => {
  const { digests, disclosures } = nested;
  const parts: string[] = ['street_address', 'locality', 'region', 'country'].map((name) => disclosures[name]);
  const school = {
    street_address: 'Schulstr. 12',
    locality: 'Schulpforta',
    region: 'Sachsen-Anhalt',
    country: 'DE',
  };

  it('resolve flat, structured and recursive to the same', () => {
    expect(resolved({ _sd: [digests.flat] }, [disclosures.flat])).toEqual({ address: school });
    expect(resolved({ address: { _sd: digests.structured } }, parts)).toEqual({ address: school });
    expect(resolved({ _sd: [digests.recursive] }, [...parts, disclosures.recursive])).toEqual({ address: school });
  });

  it('keep one part open beside the hidden ones, and refuse it twice', () => {
    const open = { address: { _sd: digests.structured.slice(0, 3), country: 'DE' } };
    expect(resolved(open, parts.slice(0, 3))).toEqual({ address: school });
    expect(resolved({ address: { _sd: digests.structured, country: 'DE' } }, parts)).toBe('disclosure-name-taken');
  });

  it('refuse a part whose whole was held back', () => {
    expect(resolved({ _sd: [digests.recursive] }, parts)).toBe('disclosure-unreferenced');
  });
});
