import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { toBase64url, utf8Encode } from '../../bytes/index.js';
import { nobleCrypto } from '../../crypto/noble.js';
import { parseSdJwt } from './parse-sd-jwt.js';

const b64 = (text: string) => toBase64url(utf8Encode(text));
const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
const json = (value: unknown) => b64(JSON.stringify(value));
const signature = toBase64url(new Uint8Array(64));
const goodHeader = { alg: 'ES256', typ: 'dc+sd-jwt', x5c: ['MIIBAAAA'] };
const goodClaims = {
  iss: 'https://a.example',
  vct: 'https://a.example/t/1',
  licence_id: 'x',
  iat: 1_700_000_000,
  issuance_date: '2023-11-14',
  status: { status_list: { idx: 0, uri: 'https://a.example/s/1' } },
  holders: [{}],
  face_data: {},
  _sd_alg: 'sha-256',
};

function text(claims: object, disclosures: string[] = [], header: object = goodHeader, end = ''): string {
  return `${[`${json(header)}.${json({ ...goodClaims, ...claims })}.${signature}`, ...disclosures].join('~')}~${end}`;
}

function outcome(credential: string): string {
  const parsed = parseSdJwt(credential, nobleCrypto);
  return parsed.ok ? 'accepted' : parsed.code;
}

const one = json(['salt', 'street', '1']);
const two = json(['salt', 'city', '2']);
const face = (...disclosures: string[]) => ({ face_data: { _sd: disclosures.map(digest) } });

describe('what RFC 9901 accepts', () => {
  it('puts disclosures in place: members, array elements, disclosures inside disclosures, null', () => {
    const street = json(['s', 'street', null]);
    const address = json(['s', 'address', { _sd: [digest(street)], zip: '1' }]);
    const element = json(['s', { deep: [1] }]);
    const list = {
      face_data: { _sd: [digest(address)], list: [1, { '...': digest(element) }, { '...': digest('absent') }, 2] },
    };
    const parsed = parseSdJwt(text(list, [street, address, element]), nobleCrypto);
    if (!parsed.ok) throw new Error(parsed.code);
    expect(parsed.value.faceData).toEqual({ address: { street: null, zip: '1' }, list: [1, { deep: [1] }, 2] });
    expect(parsed.value.disclosures.map(({ path }) => path).sort()).toEqual([
      '/face_data/address',
      '/face_data/address/street',
      '/face_data/list/1',
    ]);
  });

  it('passes over decoys, takes disclosures in any order, and names like those of Object', () => {
    const odd = json(['s', 'constructor', 'x']);
    const decoyed = { face_data: { _sd: [digest(one), digest('decoy'), digest(two), digest(odd)] } };
    expect(outcome(text(decoyed, [two, odd, one]))).toBe('accepted');
    expect(outcome(text({}, []))).toBe('accepted');
    expect(outcome(text({ _sd_alg: undefined }))).toBe('accepted');
  });

  it('escapes names in pointers', () => {
    const odd = json(['s', 'a/b~c', 'x']);
    const parsed = parseSdJwt(text(face(odd), [odd]), nobleCrypto);
    expect(parsed.ok && parsed.value.disclosures[0]?.path).toBe('/face_data/a~1b~0c');
  });
});

describe('what RFC 9901 §7.1 rejects', () => {
  it.each<[string, string, string]>([
    ['a disclosure that no digest refers to', text(face(one), [one, two]), 'disclosure-unreferenced'],
    ['an altered disclosure', text(face(one), [json(['salt', 'street', '2'])]), 'disclosure-unreferenced'],
    ['the same JSON in another spelling', text(face(one), [b64('["salt", "street", "1"]')]), 'disclosure-unreferenced'],
    ['a disclosure twice', text(face(one), [one, one]), 'disclosure-twice'],
    ['a digest twice in one place', text(face(one, one), [one]), 'digest-twice'],
    ['a digest twice in two places', text({ ...face(one), holders: [{ _sd: [digest(one)] }] }, [one]), 'digest-twice'],
    ['a decoy twice', text(face('decoy', 'decoy'), []), 'digest-twice'],
    [
      'a digest twice through a disclosure',
      text(face(one, json(['s', 'x', { _sd: [digest(one)] }])), [one, json(['s', 'x', { _sd: [digest(one)] }])]),
      'digest-twice',
    ],
    ['the name _sd', text(face(json(['s', '_sd', []])), [json(['s', '_sd', []])]), 'disclosure-reserved-name'],
    ['the name ...', text(face(json(['s', '...', 'x'])), [json(['s', '...', 'x'])]), 'disclosure-reserved-name'],
    [
      'the name __proto__',
      text(face(json(['s', '__proto__', {}])), [json(['s', '__proto__', {}])]),
      'disclosure-reserved-name',
    ],
    [
      'a name that is in clear beside it',
      text({ face_data: { _sd: [digest(one)], street: '0' } }, [one]),
      'disclosure-name-taken',
    ],
    [
      'a name disclosed twice',
      text(face(one, json(['other', 'street', '2'])), [one, json(['other', 'street', '2'])]),
      'disclosure-name-taken',
    ],
    ['two parts for a member', text(face(json(['s', 'v'])), [json(['s', 'v'])]), 'disclosure-malformed'],
    ['four parts for a member', text(face(json(['s', 'a', 1, 2])), [json(['s', 'a', 1, 2])]), 'disclosure-malformed'],
    ['three parts for an element', text({ face_data: { l: [{ '...': digest(one) }] } }, [one]), 'disclosure-malformed'],
    ['a name that is no text', text(face(json(['s', 1, 2])), [json(['s', 1, 2])]), 'disclosure-malformed'],
    ['a salt that is no text', text(face(json([1, 'a', 2])), [json([1, 'a', 2])]), 'disclosure-malformed'],
    ['a disclosure that is no array', text(face(json({ a: 1 })), [json({ a: 1 })]), 'disclosure-malformed'],
    [
      'a disclosure with a duplicate key',
      text(face(b64('["s","a",{"b":1,"b":2}]')), [b64('["s","a",{"b":1,"b":2}]')]),
      'disclosure-malformed',
    ],
    ['a disclosure that is no base64url', text(face('a+b'), ['a+b']), 'disclosure-malformed'],
    [
      'a padded disclosure',
      text(face(`${json(['s', 'a', '12'])}=`), [`${json(['s', 'a', '12'])}=`]),
      'disclosure-malformed',
    ],
    ['_sd that is no array', text({ face_data: { _sd: digest(one) } }, []), 'digest-malformed'],
    ['a digest that is no text', text({ face_data: { _sd: [1] } }), 'digest-malformed'],
    ['... beside other members', text({ face_data: { l: [{ '...': digest(one), a: 1 }] } }), 'digest-malformed'],
    ['... outside an array', text({ face_data: { '...': digest(one) } }), 'digest-misplaced'],
    ['_sd_alg below the top', text({ face_data: { _sd_alg: 'sha-256' } }), 'digest-misplaced'],
    ['another digest algorithm', text({ _sd_alg: 'sha-512' }), 'digest-algorithm'],
    ['_sd_alg that is no text', text({ _sd_alg: null }), 'digest-algorithm'],
  ])('%s', (_what, credential, code) => {
    expect(outcome(credential)).toBe(code);
  });

  it.each([
    'iss',
    'nbf',
    'exp',
    'iat',
    'cnf',
    'vct',
    'status',
    'aka_vcts',
    'vct#integrity',
    'licence_id',
    'issuance_date',
  ])('a disclosed %s, which a verdict rests on', (name) => {
    const disclosure = json(['s', name, 'x']);
    expect(outcome(text({ _sd: [digest(disclosure)] }, [disclosure]))).toMatch(
      /^disclosure-(of-clear-claim|name-taken)$/,
    );
  });
});

describe('the form', () => {
  const jwt = text({}).slice(0, -1);
  const [header, payload] = jwt.split('.') as [string, string];
  it.each<[string, string, string]>([
    ['no ~ at the end', jwt, 'sd-jwt-form'],
    ['nothing', '', 'sd-jwt-form'],
    ['an empty disclosure', `${jwt}~~`, 'sd-jwt-form'],
    ['an end that is no JWT', `${jwt}~abc`, 'sd-jwt-form'],
    ['white space', ` ${jwt}~`, 'sd-jwt-form'],
    ['a JSON serialisation', JSON.stringify({ payload, signatures: [] }), 'sd-jwt-form'],
    ['a JWE', `${header}.a.b.c.d~`, 'sd-jwt-form'],
    ['a short signature', `${header}.${payload}.${toBase64url(new Uint8Array(63))}~`, 'sd-jwt-form'],
    ['a signature in DER length', `${header}.${payload}.${toBase64url(new Uint8Array(70))}~`, 'sd-jwt-form'],
    ['no signature', `${header}.${payload}.~`, 'sd-jwt-form'],
    ['trailing bits that are not zero', `${header}.${payload}.${signature.slice(0, -1)}B~`, 'sd-jwt-form'],
    ['more than 64 KiB', text({ face_data: { x: 'x'.repeat(70_000) } }), 'sd-jwt-too-large'],
    ['513 disclosures', `${jwt}~${'a~'.repeat(513)}`, 'sd-jwt-too-many-disclosures'],
    ['a duplicate key', `${header}.${b64('{"iss":"a","iss":"b"}')}.${signature}~`, 'sd-jwt-form'],
    ['an escaped duplicate key', `${header}.${b64('{"iss":"a","\\u0069ss":"b"}')}.${signature}~`, 'sd-jwt-form'],
    ['a byte order mark', `${header}.${b64('\ufeff{}')}.${signature}~`, 'sd-jwt-form'],
    ['nesting without end', `${header}.${b64('['.repeat(20_000))}.${signature}~`, 'sd-jwt-form'],
    ['an array for payload', `${header}.${b64('[]')}.${signature}~`, 'sd-jwt-form'],
  ])('refuses %s', (_what, credential, code) => {
    expect(outcome(credential)).toBe(code);
  });

  it('refuses a member that would reach a prototype', () => {
    const claims = JSON.stringify(goodClaims).replace('"face_data":{}', '"face_data":{"__proto__":{"admin":true}}');
    expect(outcome(`${json(goodHeader)}.${b64(claims)}.${signature}~`)).toBe('disclosure-reserved-name');
  });

  it('bounds disclosures nested in disclosures', () => {
    let inner = json(['s', 'a', 1]);
    const all = [inner];
    for (let i = 0; i < 60; i++) {
      inner = json(['s', 'a', { _sd: [digest(inner)] }]);
      all.push(inner);
    }
    expect(outcome(text({ face_data: { _sd: [digest(inner)] } }, all))).toBe('disclosure-too-deep');
  });
});

describe('the header', () => {
  it.each<[string, object, string]>([
    ['alg none', { alg: 'none' }, 'sd-jwt-algorithm'],
    ['alg HS256', { alg: 'HS256' }, 'sd-jwt-algorithm'],
    ['alg ES384', { alg: 'ES384' }, 'sd-jwt-algorithm'],
    ['alg es256', { alg: 'es256' }, 'sd-jwt-algorithm'],
    ['no alg', { alg: undefined }, 'sd-jwt-algorithm'],
    ['the older typ', { typ: 'vc+sd-jwt' }, 'sd-jwt-type'],
    ['a status token’s typ', { typ: 'statuslist+jwt' }, 'sd-jwt-type'],
    ['no typ', { typ: undefined }, 'sd-jwt-type'],
    ['no x5c', { x5c: undefined }, 'sd-jwt-header'],
    ['an empty x5c', { x5c: [] }, 'sd-jwt-header'],
    ['an x5c that is a text', { x5c: 'MIIB' }, 'sd-jwt-header'],
    ['an x5c in base64url', { x5c: ['MII-AAAA'] }, 'sd-jwt-header'],
    ['jwk', { jwk: {} }, 'sd-jwt-header'],
    ['jku', { jku: 'https://evil.example' }, 'sd-jwt-header'],
    ['x5u', { x5u: 'https://evil.example' }, 'sd-jwt-header'],
    ['crit', { crit: ['exp'] }, 'sd-jwt-header'],
    ['b64', { b64: false }, 'sd-jwt-header'],
    ['a kid that is no text', { kid: 1 }, 'sd-jwt-header'],
  ])('refuses %s', (_what, change, code) => {
    expect(outcome(text({}, [], { ...goodHeader, ...change }))).toBe(code);
  });
});

describe('headers that were read before', () => {
  it('are known by all of their text, not by their length and beginning', () => {
    const certificates = ['A', 'B', 'A'].map((end) => `${'M'.repeat(399)}${end}`);
    for (const certificate of certificates) {
      const parsed = parseSdJwt(text({}, [], { ...goodHeader, x5c: [certificate] }), nobleCrypto);
      expect(parsed.ok && parsed.value.header.x5c).toEqual([certificate]);
    }
  });
});

describe('the claims in clear', () => {
  it.each<[string, object]>([
    ...['iss', 'vct', 'licence_id', 'iat', 'issuance_date', 'status', 'holders', 'face_data'].map(
      (name): [string, object] => [`no ${name}`, { [name]: undefined }],
    ),
    ['iat as text', { iat: '1' }],
    ['iat as fraction', { iat: 1.5 }],
    ['exp beyond all dates', { exp: 2 ** 53 - 1 }],
    ['nbf after exp', { nbf: 10, exp: 9 }],
    ['nbf null', { nbf: null }],
    ['a day that does not exist', { issuance_date: '2023-02-29' }],
    ['a negative index', { status: { status_list: { idx: -1, uri: 'x' } } }],
    ['an index as text', { status: { status_list: { idx: '0', uri: 'x' } } }],
    ['a status with more in it', { status: { status_list: { idx: 0, uri: 'x' }, other: 1 } }],
    ['no holder', { holders: [] }],
    ['51 holders', { holders: Array.from({ length: 51 }, () => ({})) }],
    ['cnf without key', { cnf: {} }],
    [
      'cnf with a private key',
      { cnf: { jwk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43), d: 'x' } } },
    ],
  ])('refuse %s', (_what, change) => {
    expect(outcome(text(change))).toBe('sd-jwt-claims');
  });

  it('refuse holders with more or other data than a holder has', () => {
    const age = json(['s', 'age', 3]);
    expect(outcome(text({ holders: [{ _sd: [digest(age)] }] }, [age]))).toBe('disclosed-claims');
    const number = json(['s', 'licence_number', 3]);
    expect(outcome(text({ _sd: [digest(number)] }, [number]))).toBe('disclosed-claims');
  });
});
