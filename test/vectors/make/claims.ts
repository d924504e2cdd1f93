import { identifier, issuedAt } from '../../../src/core/verification/testing/world.js';
import { type Json, master, set, unread } from './craft.js';
import {
  at,
  iso,
  issuerA,
  keys,
  nested,
  otherType,
  statusToken,
  statusUri,
  typeCode,
  types,
  vctOf,
  w,
} from './scene.js';
import { type Family, kind } from './vector.js';

const malformed = kind('integrity', 'credential-malformed', { also: 'unreadable' });
const clear = 'a claim that must be in clear is missing or malformed';
const seconds = issuedAt / 1000;

const claim = (name: string, source: string, members: object, because = clear) =>
  malformed(name, source, because, () => unread({ payload: set(members) }));
const text = (name: string, source: string, change: (json: string) => string | Uint8Array) =>
  malformed(name, source, 'payload', () => unread({ payloadText: change }));
const number = (name: string, written: string, because = 'payload') =>
  malformed(`iat is written ${name}`, 'RFC 7519 §2 NumericDate; RFC 8259 §6', because, () =>
    unread({ payloadText: (json) => json.replace(/"iat":\d+/, `"iat":${written}`) }),
  );

const dates = (['iat', 'nbf', 'exp'] as const).flatMap((name) =>
  (
    [
      ['a text', String(seconds)],
      ['a fraction', seconds + 0.5],
      ['null', null],
      ['a list', [seconds]],
      ['true', true],
      ['beyond whole numbers', 2 ** 53],
      ['before all dates', -8_640_000_000_001],
      ['an RFC 3339 text', iso(issuedAt)],
    ] as const
  ).map(([how, value]) =>
    claim(`${name} is ${how}`, 'RFC 7519 §2: NumericDate; own: whole seconds', { [name]: value }),
  ),
);
const numbers = [
  number('as 1e999', '1e999'),
  number('with a leading zero', '01772413200'),
  number('as NaN', 'NaN'),
  number('in hexadecimal', '0x69a4e3d0'),
  number('with a plus', '+1772413200'),
  number('as -0', '-0', clear),
  number('in ten thousand digits', '9'.repeat(10_000)),
  number('with a fraction that a double loses', '1772413200.0000000000000001e10', clear),
];
const ends = 'the validity ends before it begins';

const members = [
  ...dates,
  ...numbers,
  claim('exp is nbf', 'RFC 7519 §4.1.4', { exp: seconds, nbf: seconds }, ends),
  claim('exp is before nbf', 'RFC 7519 §4.1.4', { exp: seconds, nbf: seconds + 1 }, ends),
  claim('iat is missing', 'own: a licence has its moment', { iat: undefined }),
  claim('iss is missing', 'RFC 8725 §3.8', { iss: undefined }),
  claim('iss is a list', 'RFC 7519 §4.1.1', { iss: [issuerA] }),
  claim('iss is empty', 'RFC 8725 §3.8', { iss: '' }),
  claim('iss has three thousand letters', 'own: bounded', { iss: `https://${'a'.repeat(3000)}` }),
  claim('vct is missing', 'SD-JWT VC §2.2.2.1', { vct: undefined }),
  claim('vct is a list', 'SD-JWT VC §2.2.2.1', { vct: [vctOf('business-licence')] }),
  claim('licence_id is a number', 'own: the profile', { licence_id: 42 }),
  claim('licence_id has 200 letters', 'own: bounded', { licence_id: '1'.repeat(200) }),
  claim('issuance_date is no day of the calendar', 'own: the profile', { issuance_date: '2026-02-30' }),
  claim('issuance_date is written short', 'own: one spelling', { issuance_date: '2026-3-2' }),
  claim('issuance_date is in full-width digits', 'own: one spelling', { issuance_date: '２０２６-03-02' }),
  claim('status is missing', 'Token Status List §6.2', { status: undefined }),
  ...(
    [
      ['negative', -1],
      ['a fraction', 7.5],
      ['a text', '7'],
      ['null', null],
      ['beyond whole numbers', 2 ** 53],
      ['missing', undefined],
      ['a list', [7]],
    ] as const
  ).map(([how, idx]) =>
    claim(`the status index is ${how}`, 'Token Status List §6.2: a non-negative integer', {
      status: { status_list: { idx, uri: statusUri } },
    }),
  ),
  claim('the status list has no uri', 'Token Status List §6.2', { status: { status_list: { idx: 7 } } }),
  claim('the status list has an empty uri', 'Token Status List §6.2', { status: { status_list: { idx: 7, uri: '' } } }),
  claim('the status list has two uris', 'Token Status List §6.2', {
    status: { status_list: { idx: 7, uri: [statusUri, 'https://evil.example'] } },
  }),
  claim('a second way to ask for the status', 'own: one status', {
    status: { status_list: { idx: 7, uri: statusUri }, identifier_list: { id: '7' } },
  }),
  claim('the status is behind a disclosure', 'SD-JWT VC §2.2.2.2', {
    status: { _sd: ['qqvcqnczAMgYx7EykI6wwtspyvyvK790ge7MBbQ-Nus'] },
  }),
  claim('there are no holders', 'own: the profile', { holders: [] }),
  claim('holders are a text', 'own: the profile', { holders: '张三' }),
  claim('there are fifty-one holders', 'own: bounded', { holders: Array(51).fill({}) }),
  claim('a holder is a list', 'own: the profile', { holders: [[]] }),
  claim('face_data is a list', 'own: the profile', { face_data: [] }),
  claim('face_data is missing', 'own: the profile', { face_data: undefined }),
  claim('cnf has no key', 'RFC 7800 §3.1', { cnf: {} }),
  claim('cnf names a key by its id', 'own: the key itself', { cnf: { kid: 'holder' } }),
  claim('cnf names the address of a key', 'RFC 8725 §3.10', { cnf: { jku: 'https://evil.example' } }),
  claim('cnf holds the private key too', 'RFC 7800 §3.2: a public key', {
    cnf: { jwk: { ...keys.holder.jwk, d: keys.holder.jwk.x } },
  }),
  claim('cnf holds a symmetric key', 'RFC 8725 §3.5', { cnf: { jwk: { kty: 'oct', k: 'AAAA' } } }),
  claim('cnf holds a key of another curve', 'RFC 8725 §3.4', { cnf: { jwk: { ...keys.holder.jwk, crv: 'P-384' } } }),
  claim('cnf holds a short coordinate', 'RFC 7518 §6.2.1.2: 32 bytes each', {
    cnf: { jwk: { ...keys.holder.jwk, y: 'AAAA' } },
  }),
  claim('cnf holds a key for encryption', 'RFC 8725 §3.12', { cnf: { jwk: { ...keys.holder.jwk, use: 'enc' } } }),
  claim('vct#integrity is of another hash', 'SD-JWT VC §7', { 'vct#integrity': `sha512-${'A'.repeat(86)}==` }),
];

const texts = [
  text('exp is said twice', 'RFC 7519 §4: names are unique', (json) => json.replace(/}$/, ',"exp":4102444800}')),
  text('exp is said twice, once in escapes', 'RFC 7519 §4', (json) => json.replace('{', '{"e\\u0078p":4102444800,')),
  text('the status index is said twice', 'RFC 8259 §4', (json) => json.replace('"idx":7', '"idx":7,"idx":8')),
  text('a name is a lone surrogate', 'RFC 8259 §8.2', (json) => json.replace('{', '{"\\ud800":1,')),
  text('the payload begins with a byte order mark', 'RFC 8259 §8.1', (json) => `\ufeff${json}`),
  text('the payload is no UTF-8', 'RFC 8725 §3.7', (json) =>
    Buffer.concat([Buffer.from(`{"x":"`), Buffer.of(0xed, 0xa0, 0x80), Buffer.from(`",${json.slice(1)}`)]),
  ),
  text('the payload has overlong UTF-8', 'RFC 3629 §3', (json) =>
    Buffer.concat([Buffer.from(`{"x":"`), Buffer.of(0xc0, 0xaf), Buffer.from(`",${json.slice(1)}`)]),
  ),
  text('the payload has a comma too many', 'RFC 8259 §4', (json) => json.replace(/}$/, ',}')),
  text('the payload has single quotes', 'RFC 8259 §7', (json) => json.replaceAll('"', "'")),
  text('the payload has a raw control character', 'RFC 8259 §7', (json) => json.replace('{', '{"x":"\u0001",')),
  text('the payload is a list of itself', 'RFC 7519 §7.2', (json) => `[${json}]`),
  text('the payload is a text', 'RFC 7519 §7.2', (json) => JSON.stringify(json)),
  text('the payload nests twenty-five deep', 'own: bounded', (json) => json.replace(/}$/, `,"x":${nested(24)}}`)),
  text('the payload nests ten thousand deep', 'own: bounded', (json) => json.replace(/}$/, `,"x":${nested(10_000)}}`)),
  text('the payload nests objects ten thousand deep', 'own: bounded', (json) =>
    json.replace(/}$/, `,"x":${'{"x":'.repeat(7_000)}1${'}'.repeat(7_000)}}`),
  ),
  malformed('a master of 70,000 letters', 'own: bounded', 'more than 65536 characters', () =>
    unread({ payload: set({ x: 'x'.repeat(70_000) }) }),
  ),
];

const validity = (
  name: string,
  source: string,
  code: 'expired' | 'not-yet-valid' | 'not-yet-issued',
  members: object,
) => kind('validity', code)(name, source, undefined, () => master({ payload: set(members) }));
const now = at / 1000;
const validities = [
  validity('it ended a day ago', 'RFC 7519 §4.1.4', 'expired', { exp: now - 86_400 }),
  validity('it ends at this very second', 'RFC 7519 §4.1.4: on or after', 'expired', { exp: now }),
  validity('it begins in a second', 'RFC 7519 §4.1.5', 'not-yet-valid', { nbf: now + 1 }),
  validity('it begins in a thousand years', 'RFC 7519 §4.1.5', 'not-yet-valid', {
    nbf: now + 31_556_952_000,
    exp: undefined,
  }),
  validity('it ended before it was issued', 'RFC 7519 §4.1.4', 'expired', { exp: seconds - 1, nbf: seconds - 2 }),
  validity('it ended in 1970', 'RFC 7519 §4.1.4', 'expired', { nbf: undefined, exp: 0 }),
  validity('it ended before 1970', 'RFC 7519 §2: a date may be negative', 'expired', { nbf: undefined, exp: -1 }),
  kind('validity', 'not-yet-issued')(
    'it is judged an hour before it was issued',
    'own: issued by then',
    undefined,
    () => {
      const time = issuedAt - 3_600_000;
      return {
        '/at': time,
        '/trust/asOf': iso(time),
        '/status/asOf': iso(time),
        '/status/token': statusToken({}, time),
      };
    },
  ),
];

const issuer = kind('issuer', 'certificate-of-another-issuer');
const iss = (value: string, why: string) =>
  issuer(`iss is ${why}`, 'RFC 8725 §3.8: the issuer is compared letter by letter', undefined, () =>
    master({ payload: set({ iss: value }) }),
  );
const named = (licence: string, vct?: string) => (payload: Json) => ({
  ...payload,
  licence_id: licence,
  ...(vct ? { vct } : {}),
});
const invalid = kind('issuer', 'identifier-invalid', { also: ['right-to-issue'] });
const good = identifier();
const badIdentifier = (name: string, value: string) =>
  invalid(name, 'GB/T 36904: licence identifier', undefined, () => master({ payload: named(value) }, { typeCode }));
const ofType = (code: string, name: string) => named(identifier({ typeCode: code }), vctOf(name));
const byCertificate = (signer: typeof w.a) => () => master({ header: set({ x5c: [signer.certificate] }), signer });

const issuers = [
  iss('https://registry.example/authorities/b', 'another authority'),
  iss(`${issuerA}/`, 'the same with a slash behind'),
  iss(issuerA.toUpperCase(), 'the same in capitals'),
  iss(issuerA.replace('https', 'http'), 'the same without TLS'),
  iss(issuerA.replace('.example', '.example:443'), 'the same with a port'),
  iss(issuerA.replace('registry', 'regis\u0442ry'), 'the same with a Cyrillic letter'),
  iss(issuerA.replace('registry.example', 'registry.example@evil.example'), 'another host behind the name'),
  iss(`${issuerA}\u0000`, 'the same with a zero behind'),
  iss(` ${issuerA}`, 'the same with a space before'),
  iss(issuerA.replace('/a', '/%61'), 'the same in percent-encoding'),
  kind('issuer', 'identifier-of-another-authority')(
    'the identifier is of another authority',
    'own: one authority',
    undefined,
    () => master({ payload: named(identifier({ issuerCode: '11220000013544541J' })) }),
  ),
  kind('issuer', 'identifier-of-another-authority', { also: ['right-to-issue'] })(
    'the identifier is of an authority that the list does not name',
    'own: one authority',
    undefined,
    () => master({ payload: named(identifier({ issuerCode: '11100000MB0000000X' })) }),
  ),
  badIdentifier(
    'a wrong check character',
    good.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  ),
  badIdentifier('an identifier in small letters', good.toLowerCase()),
  badIdentifier('an identifier with full-width digits', good.replace('0000000042', '\uff10000000042')),
  badIdentifier('an identifier of another root', good.replace('1.2.156.3005.2', '1.2.156.3005.3')),
  badIdentifier('an identifier with a space behind', `${good} `),
  badIdentifier('an identifier with version 000', good.replace('.001.', '.000.')),
  badIdentifier('an identifier with a part more', `${good}.1`),
  badIdentifier('an identifier without its serial number', good.replace('0000000042', '')),
  ...(
    [
      ['of another type', vctOf('diploma')],
      ['of another version', vctOf('business-licence').replace('/1', '/2')],
      ['with a slash behind', `${vctOf('business-licence')}/`],
      ['with a fragment', `${vctOf('business-licence')}#`],
      ['in capitals', vctOf('business-licence').toUpperCase()],
    ] as const
  ).map(([how, vct]) =>
    kind('issuer', 'vct-of-another-type')(`vct is ${how}`, 'SD-JWT VC §2.2.2.1: compared as it stands', undefined, () =>
      master({ payload: set({ vct }) }),
    ),
  ),
  kind('issuer', 'type-not-listed')('a type that the list does not describe', 'own: the trust list', undefined, () =>
    master({ payload: ofType(types.unlisted, 'unlisted') }),
  ),
  kind('issuer', 'certificate-not-in-period')(
    'the certificate ended at the moment of issuing',
    'RFC 5280 §4.1.2.5',
    undefined,
    byCertificate(keys.endedCertificate),
  ),
  kind('issuer', 'certificate-not-in-period')(
    'issued before the certificate began',
    'RFC 5280 §4.1.2.5',
    undefined,
    () => master({ payload: set({ iat: Date.parse('2024-12-31T23:59:59Z') / 1000 }) }),
    { also: ['attestation'] },
  ),
  kind('issuer', 'issued-after-compromise')(
    'signed by a key after it was stolen',
    'own: compromise',
    undefined,
    byCertificate(keys.stolen),
  ),
  kind('issuer', 'compromise-not-excluded')(
    'signed by a stolen key, dated before the theft and anchored after it',
    'own: who steals a key writes any date',
    undefined,
    byCertificate(keys.stolenLater),
  ),
  kind('integrity', 'signature-wrong')(
    'signed by one authority under the certificate of another',
    'RFC 8725 §3.8',
    undefined,
    () => master({ signer: w.b }),
  ),
  kind('integrity', 'signature-wrong')('signed by the status key', 'RFC 8725 §3.12', undefined, () =>
    master({ signer: w.status }),
  ),
  kind('integrity', 'signature-wrong')('signed by the trust root itself', 'RFC 8725 §3.12', undefined, () =>
    master({ signer: w.root }),
  ),
  kind('integrity', 'signing-certificate-unknown', { also: ['issuer'] })(
    'the listed certificate stands second, the key is its own',
    'RFC 7515 §4.1.6: the first certificate signs',
    undefined,
    () => master({ header: set({ x5c: [keys.stranger.certificate, w.a.certificate] }) }),
  ),
  kind('integrity', 'signing-certificate-unknown', { also: ['issuer'], signed: false })(
    'a chain to a root of its own',
    'RFC 8725 §3.10',
    undefined,
    () => master({ header: set({ x5c: [keys.stranger.certificate] }), signer: keys.stranger }),
  ),
  kind('integrity', 'signing-certificate-unknown', { also: ['issuer'], signed: false })(
    'a certificate of one byte more',
    'RFC 8725 §3.4',
    undefined,
    () =>
      master({
        header: set({
          x5c: [Buffer.concat([Buffer.from(w.a.certificate, 'base64'), Buffer.of(0)]).toString('base64')],
        }),
      }),
  ),
  kind('integrity', 'identifier-not-expected')(
    'another licence than the code on the paper names',
    'own: what was asked for',
    undefined,
    () => ({
      '/expected': { identifier: identifier({ version: 2 }) },
    }),
  ),
];

const rights = [
  kind('right-to-issue', 'right-not-held')(
    'a type that only another authority may issue',
    'own: rights to issue',
    undefined,
    () => master({ payload: ofType(otherType, 'diploma') }),
  ),
  kind('right-to-issue', 'right-not-in-period')(
    'issued in the second in which the right ended',
    'own: rights to issue',
    undefined,
    () => master({ payload: ofType(types.ended, 'ended') }),
  ),
  kind('right-to-issue', 'right-not-in-period')(
    'issued a second before the right began',
    'own: rights to issue',
    undefined,
    () => master({ payload: ofType(types.later, 'later') }),
  ),
];

export const claims: Family[] = [
  { family: 'claims', about: 'Claims of a master that are missing, malformed or of another kind', crimes: members },
  {
    family: 'claims-json',
    about: 'Payloads that two readers could understand differently, or too large',
    crimes: texts,
  },
  { family: 'validity', about: 'Licences outside their dates', crimes: validities },
  { family: 'issuer', about: 'Masters that an authority signed under another name', crimes: issuers },
  { family: 'right-to-issue', about: 'Masters that an authority had no right to issue', crimes: rights },
];
