import { createHmac } from 'node:crypto';
import { toBase64url } from '../../../src/core/index.js';
import { set, unread } from './craft.js';
import { codeA, keys, lists, nested, signJws, statusToken, statusUri, w } from './scene.js';
import { type Family, kind } from './vector.js';

const malformed = kind('integrity', 'credential-malformed', { also: 'unreadable' });
const unsigned = { signed: false } as const;
const header = (members: object) => () => unread({ header: set(members) });
const genuine = w.issued.credential;
const jwt = genuine.slice(0, genuine.indexOf('~'));
const [head, body, signature] = jwt.split('.') as [string, string, string];
const rest = genuine.slice(jwt.length);
const text = (credential: string) => () => ({ '/credential': credential });
const bytes = Buffer.from(signature, 'base64url');
const withSignature = (value: Uint8Array | string) =>
  text(`${head}.${body}.${typeof value === 'string' ? value : toBase64url(value)}${rest}`);
const alg = (value: unknown, named = String(value)) =>
  malformed(
    `alg is ${named}`,
    'RFC 8725 §3.1: only the algorithm that the caller named',
    'alg is not ES256',
    header({ alg: value }),
  );

/** HMAC over the public key: the classic confusion of key types. */
const hmac = (secret: string | Buffer, named = 'HS256', hash = 'sha256') => {
  const input = `${toBase64url(Buffer.from(JSON.stringify({ alg: named, typ: 'dc+sd-jwt', x5c: [w.a.certificate] })))}.${body}`;
  return text(`${input}.${createHmac(hash, secret).update(input).digest('base64url')}${rest}`);
};
const spki = Buffer.concat([
  Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex'),
  Buffer.from(w.a.jwk.x, 'base64url'),
  Buffer.from(w.a.jwk.y, 'base64url'),
]);
const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`;

const short = 'the signature has not 64 bytes';
const algorithms = [
  malformed(
    'HS512, as long as an ES256 signature, with the public key as PEM for a secret',
    'RFC 8725 §2.1',
    'alg is not ES256',
    hmac(pem, 'HS512', 'sha512'),
    unsigned,
  ),
  malformed(
    'alg is none and there is no signature',
    'RFC 8725 §2.1',
    short,
    () => {
      const none = toBase64url(Buffer.from(JSON.stringify({ alg: 'none', typ: 'dc+sd-jwt', x5c: [w.a.certificate] })));
      return { '/credential': `${none}.${body}.${rest}` };
    },
    unsigned,
  ),
  ...['none', 'None', 'nOnE', 'es256', 'ES256 ', 'ES256\u0000', '\u0415S256', '\uff25\uff33\uff12\uff15\uff16'].map(
    (value) => alg(value, JSON.stringify(value)),
  ),
  ...['ES256K', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'RS256', 'PS256', 'HS256', 'ES256-1', 'SM2'].map((value) =>
    alg(value),
  ),
  alg(null),
  alg(-7),
  alg(true),
  alg(['ES256'], 'a list'),
  alg({ ES256: true }, 'an object'),
  malformed('alg is missing', 'RFC 7515 §4.1.1', 'alg is not ES256', header({ alg: undefined })),
  malformed('HS256 with the public key as PEM for a secret', 'RFC 8725 §2.1', short, hmac(pem), unsigned),
  malformed('HS256 with the public key as DER for a secret', 'RFC 8725 §2.1', short, hmac(spki), unsigned),
  malformed('HS256 with the JWK for a secret', 'RFC 8725 §2.1', short, hmac(JSON.stringify(w.a.jwk)), unsigned),
  malformed('HS256 with an empty secret', 'RFC 8725 §3.5', short, hmac(''), unsigned),
];

const typ = (value: unknown, source = 'RFC 8725 §3.11 and §3.12') =>
  malformed(`typ is ${JSON.stringify(value)}`, source, 'typ is not dc+sd-jwt', header({ typ: value }));
const typeConfusion = [
  ...['kb+jwt', 'statuslist+jwt', 'vc+jwt', 'JWT', 'elicence-trust+jwt', 'elicence-trust-bundle+jwt'].map((value) =>
    typ(value),
  ),
  typ('vc+sd-jwt', 'SD-JWT VC §2.2.1: the type of old drafts'),
  typ('DC+SD-JWT', 'own: one spelling'),
  typ('application/dc+sd-jwt', 'own: one spelling'),
  typ(['dc+sd-jwt']),
  typ(null),
  malformed('typ is missing', 'RFC 8725 §3.11', 'typ is not dc+sd-jwt', header({ typ: undefined })),
  malformed('a status token in place of a credential', 'RFC 8725 §3.12', 'typ is not dc+sd-jwt', () => ({
    '/credential': `${statusToken()}~`,
  })),
  malformed('a trust list in place of a credential', 'RFC 8725 §3.12', 'typ is not dc+sd-jwt', () => ({
    '/credential': `${w.trustJws()}~`,
  })),
  malformed('a key binding in place of a credential', 'RFC 8725 §3.12', 'typ is not dc+sd-jwt', () => ({
    '/credential': `${signJws({ alg: 'ES256', typ: 'kb+jwt' }, { iat: 1, aud: 'a', nonce: 'n', sd_hash: 'h' }, keys.holder)}~`,
  })),
  malformed('a credential whose claims are those of a status token', 'RFC 8725 §3.12', undefined, () =>
    unread({ payload: () => ({ sub: statusUri, iat: 1_772_413_200, exp: 1_972_413_200, status_list: lists() }) }),
  ),
];

const refused = (
  name: string,
  members: object,
  source = 'RFC 8725 §3.10: no key and no address of a key is taken from a token',
) => malformed(`the header brings ${name}`, source, 'a parameter is malformed or not allowed', header(members));
const parameters = [
  refused('its own key (jwk)', { jwk: w.a.jwk }),
  refused('the address of a key set (jku)', { jku: 'https://evil.example/jwks.json' }),
  refused('the address of a certificate (x5u)', { x5u: 'https://evil.example/cert.pem' }),
  refused('a thumbprint (x5t#S256)', { 'x5t#S256': w.a.thumbprint.slice(8) }),
  refused(
    'crit with an extension that nobody knows',
    { crit: ['urn:example:x'], 'urn:example:x': 1 },
    'RFC 7515 §4.1.11',
  ),
  refused('an empty crit', { crit: [] }, 'RFC 7515 §4.1.11'),
  refused('crit with the name of alg', { crit: ['alg'] }, 'RFC 7515 §4.1.11'),
  refused('b64 false', { b64: false, crit: ['b64'] }, 'RFC 7797 §6'),
  refused('b64 false without crit', { b64: false }, 'RFC 7797 §6'),
  refused('compression (zip)', { zip: 'DEF' }, 'RFC 8725 §3.6'),
  refused('another content type (cty)', { cty: 'vc' }, 'RFC 8725 §3.12'),
  refused('claims (iss)', { iss: codeA }, 'RFC 7519 §5.3: a second place for a claim'),
  refused('a member named __proto__', JSON.parse('{"__proto__":{"alg":"none"}}'), 'own: no prototype by JSON'),
  refused('a kid of ten thousand letters', { kid: 'k'.repeat(10_000) }, 'RFC 8725 §3.10'),
  refused('an empty kid', { kid: '' }, 'RFC 8725 §3.10'),
  refused('a kid that is an object', { kid: { $gt: '' } }, 'RFC 8725 §3.10'),
  malformed('there is no certificate (x5c)', 'SD-JWT VC §3.5', 'x5c is missing', header({ x5c: undefined })),
  refused('an empty x5c', { x5c: [] }, 'RFC 7515 §4.1.6'),
  refused('x5c as text', { x5c: w.a.certificate }, 'RFC 7515 §4.1.6'),
  refused('nine certificates', { x5c: Array(9).fill(w.a.certificate) }, 'own: bounded'),
  refused('a certificate in base64url', { x5c: [`${w.a.certificate.slice(0, -4)}-_-_`] }, 'RFC 7515 §4.1.6'),
  refused('a certificate as PEM lines', { x5c: [w.a.certificate.replace(/.{64}/g, '$&\n')] }, 'RFC 7515 §4.1.6'),
];

const headerText = (name: string, source: string, change: (json: string) => string | Uint8Array) =>
  malformed(name, source, 'header', () => unread({ headerText: change }));
const texts = [
  headerText('alg is said twice, none first', 'RFC 7515 §4: names are unique', (json) =>
    json.replace('{', '{"alg":"none",'),
  ),
  headerText('alg is said twice, none last', 'RFC 7515 §4', (json) => json.replace(/}$/, ',"alg":"none"}')),
  headerText('alg is said twice, once in escapes', 'RFC 7515 §4', (json) => json.replace('{', '{"\\u0061lg":"none",')),
  headerText('the header begins with a byte order mark', 'RFC 8725 §3.7', (json) => `\ufeff${json}`),
  headerText('the header is UTF-16', 'RFC 8725 §3.7', (json) => Buffer.from(json, 'utf16le')),
  headerText('the header is no UTF-8', 'RFC 8725 §3.7', (json) =>
    Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.from([0x2c, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])]),
  ),
  headerText('the header goes on after its JSON', 'RFC 8259 §2', (json) => `${json}{}`),
  headerText('the header is a list', 'RFC 7515 §3', (json) => `[${json}]`),
  headerText('the header nests ten thousand deep', 'own: bounded', (json) =>
    json.replace(/}$/, `,"x":${nested(10_000)}}`),
  ),
  headerText('the header has a comment', 'RFC 8259 §2', (json) => json.replace('{', '{/*none*/')),
  headerText('the header is empty', 'RFC 7515 §3', () => ''),
];

const form = (name: string, source: string, credential: string | (() => string), because?: string) =>
  malformed(
    name,
    source,
    because,
    () => ({ '/credential': typeof credential === 'string' ? credential : credential() }),
    unsigned,
  );
const forms = [
  form('nothing at all', 'own: bounded', ''),
  form('a tilde alone', 'RFC 9901 §4', '~'),
  form('two parts', 'RFC 7515 §3.1', `${head}.${body}${rest}`, 'not three parts'),
  form('four parts', 'RFC 7515 §3.1', `${jwt}.${signature}${rest}`, 'signature'),
  form(
    'five parts, as a JWE',
    'RFC 7516 §3.1',
    `${toBase64url(Buffer.from('{"alg":"dir","enc":"A128GCM"}'))}..a.b.c${rest}`,
  ),
  form(
    'JSON serialisation',
    'RFC 9901 §8',
    JSON.stringify({
      payload: body,
      protected: head,
      signature,
      header: { disclosures: rest.split('~').slice(1, -1) },
    }),
  ),
  form(
    'padding after the header',
    'RFC 7515 §2: base64url without padding',
    `${head}=.${body}.${signature}${rest}`,
    'header',
  ),
  form(
    'a line break in the payload',
    'RFC 7515 §2',
    `${head}.${body.slice(0, 40)}\n${body.slice(40)}.${signature}${rest}`,
    'payload',
  ),
  form(
    'letters of plain base64 in the signature',
    'RFC 7515 §2',
    () => `${head}.${body}.${signature.slice(0, -4)}+/+A${rest}`,
    'signature',
  ),
  form('a header of 70,000 letters', 'own: bounded', `${'A'.repeat(70_000)}.${body}.${signature}${rest}`),
  form('sixty thousand dots', 'own: bounded', `${'.'.repeat(60_000)}~`),
  form('sixty thousand tildes', 'own: bounded', `${jwt}${'~'.repeat(60_000)}`),
  form('full-width dots between the parts', 'own: no other reading', `${head}\uff0e${body}\uff0e${signature}${rest}`),
  malformed(
    'a signature of 63 bytes',
    'RFC 7518 §3.4',
    'the signature has not 64 bytes',
    withSignature(bytes.subarray(0, 63)),
    unsigned,
  ),
  malformed(
    'a signature of 65 bytes',
    'RFC 7518 §3.4',
    'the signature has not 64 bytes',
    withSignature(Buffer.concat([bytes, Buffer.of(0)])),
    unsigned,
  ),
  malformed('an empty signature', 'RFC 8725 §3.3', 'the signature has not 64 bytes', withSignature(''), unsigned),
  malformed(
    'a signature in DER, as X.509 has it',
    'RFC 7518 §3.4',
    'the signature has not 64 bytes',
    withSignature(der(bytes)),
    unsigned,
  ),
  malformed(
    'a signature with stray bits in its last letter',
    'RFC 4648 §3.5: one spelling',
    'signature',
    withSignature(signature.replace(/.$/, (last) => (last === 'B' ? 'C' : 'B'))),
    unsigned,
  ),
];

function der(rs: Uint8Array): Buffer {
  const integer = (part: Uint8Array) => Buffer.concat([Buffer.of(2, 33, 0), part]);
  const both = Buffer.concat([integer(rs.subarray(0, 32)), integer(rs.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, both.length), both]);
}

const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const number = (part: Uint8Array) => BigInt(`0x${Buffer.from(part).toString('hex')}`);
const scalar = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const pair = (r: bigint, s: bigint) => Buffer.concat([scalar(r), scalar(s)]);
const [r, s] = [number(bytes.subarray(0, 32)), number(bytes.subarray(32))];

// The receipt is of the genuine bytes: a signature is a part of what the digest of the master covers.
const signedWrong = kind('integrity', 'signature-wrong', { also: ['attestation'], signed: false });
const wrong = (name: string, source: string, value: Uint8Array) =>
  signedWrong(name, source, undefined, withSignature(value));
const signatures = [
  wrong('r and s are zero', 'RFC 8725 §3.3: the "psychic" signature', pair(0n, 0n)),
  wrong('r is zero', 'FIPS 186-5 §6.4.2', pair(0n, s)),
  wrong('s is zero', 'FIPS 186-5 §6.4.2', pair(r, 0n)),
  wrong('r and s are the order of the curve', 'FIPS 186-5 §6.4.2', pair(order, order)),
  wrong('r and s are one', 'FIPS 186-5 §6.4.2', pair(1n, 1n)),
  wrong('s is the order more', 'FIPS 186-5 §6.4.2', pair(r, (s + order) & (2n ** 256n - 1n))),
  wrong('r and s have changed places', 'RFC 7518 §3.4', pair(s, r)),
  wrong('every bit is set', 'RFC 8725 §3.3', new Uint8Array(64).fill(255)),
  kind('attestation', 'receipt-of-another-licence')(
    'the other s of the same signature, which verifies too',
    'FIPS 186-5 §6.4.2: ECDSA is malleable, the digest of the master is not',
    undefined,
    withSignature(pair(r, order - s)),
  ),
];

export const jose: Family[] = [
  { family: 'jose-algorithm', about: 'Algorithms in the header of a master', crimes: algorithms },
  { family: 'jose-type', about: 'One kind of JWT in place of another', crimes: typeConfusion },
  { family: 'jose-header', about: 'Parameters in the header of a master', crimes: [...parameters, ...texts] },
  { family: 'jose-form', about: 'Forms and signatures that are none', crimes: [...forms, ...signatures] },
];
