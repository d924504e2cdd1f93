import { createHmac } from 'node:crypto';
import { gzipSync, zlibSync } from 'fflate';
import { toBase64url } from '../../../src/core/index.js';
import { master, set } from './craft.js';
import {
  at,
  carrierKeys,
  deflate,
  iso,
  keys,
  lists,
  nested,
  signJws,
  statusToken,
  statusUri,
  type TokenChange,
  w,
} from './scene.js';
import { type Family, kind } from './vector.js';

const invalid = kind('status', 'status-token-invalid');
const token = (name: string, source: string, because: string, change: TokenChange | (() => TokenChange), more = {}) =>
  invalid(
    name,
    source,
    because,
    () => ({ '/status/token': statusToken(typeof change === 'function' ? change() : change) }),
    more,
  );
const text = (name: string, source: string, because: string, make: () => string, more = {}) =>
  invalid(name, source, because, () => ({ '/status/token': make() }), more);
const wrongType = 'status-token-wrong-type';
const now = at / 1000;
const unsigned = { signed: false } as const;

const header = (name: string, source: string, members: object) => token(name, source, wrongType, { header: members });
const headers = [
  ...['JWT', 'dc+sd-jwt', 'kb+jwt', 'vc+jwt', 'statuslist+cwt', 'application/statuslist+jwt', 'STATUSLIST+JWT', ''].map(
    (typ) => header(`typ is ${JSON.stringify(typ)}`, 'Token Status List §5.1; RFC 8725 §3.11', { typ }),
  ),
  header('typ is missing', 'Token Status List §5.1', { typ: undefined }),
  ...['none', 'ES256K', 'ES384', 'HS256', 'es256', 'EdDSA'].map((alg) =>
    header(`alg is ${alg}`, 'RFC 8725 §3.1', { alg }),
  ),
  header('alg is missing', 'RFC 7515 §4.1.1', { alg: undefined }),
  header('crit with an extension that nobody knows', 'RFC 7515 §4.1.11', { crit: ['x'], x: 1 }),
  header('its own key (jwk)', 'RFC 8725 §3.10', { jwk: w.status.jwk }),
  header('its own certificate (x5c)', 'RFC 8725 §3.10', { x5c: [w.status.certificate] }),
  header('the address of a key set (jku)', 'RFC 8725 §3.10', { jku: 'https://evil.example/jwks.json' }),
  header('compression (zip)', 'RFC 8725 §3.6', { zip: 'DEF' }),
  header('b64 false', 'RFC 7797 §6', { b64: false }),
  text(
    'HS256 with the public key for a secret',
    'RFC 8725 §2.1',
    wrongType,
    () => {
      const [, body] = statusToken().split('.');
      const input = `${toBase64url(Buffer.from('{"alg":"HS256","typ":"statuslist+jwt","kid":"status-1"}'))}.${body}`;
      return `${input}.${createHmac('sha256', JSON.stringify(w.status.jwk)).update(input).digest('base64url')}`;
    },
    unsigned,
  ),
];

const unknown = 'status-token-unknown-key';
const badSignature = 'status-token-signature';
const signer = (
  name: string,
  because: string,
  change: TokenChange,
  source = 'Token Status List §11.3: keys; own: the trust list',
  more = {},
) => token(name, source, because, change, more);
const signers = [
  signer('a kid that the list does not name', unknown, { header: { kid: 'status-2' } }),
  signer('a kid of ten thousand letters', unknown, { header: { kid: 'k'.repeat(10_000) } }),
  signer('a kid that is a number', unknown, { header: { kid: 1 } }),
  signer('a kid that is null', unknown, { header: { kid: null } }),
  signer('a kid that walks through folders', unknown, { header: { kid: '../../status-1' } }, 'RFC 8725 §3.10'),
  signer('signed by the promise key under its own name', unknown, { header: { kid: 'promise-1' }, signer: w.promise }),
  signer('signed by a carrier key under its own name', unknown, {
    header: { kid: carrierKeys.good.keyId },
    signer: carrierKeys.good,
  }),
  signer('signed by a status key whose time has ended', unknown, {
    header: { kid: 'status-0' },
    signer: keys.oldStatus,
  }),
  signer('signed by a status key that was stolen', unknown, { header: { kid: 'status-x' }, signer: keys.stolenStatus }),
  signer('signed by the promise key under the name of the status key', badSignature, { signer: w.promise }),
  signer('signed by the trust root', badSignature, { signer: w.root }),
  signer('signed by an authority', badSignature, { signer: w.a }),
  signer('signed by an authority without a kid', badSignature, { header: { kid: undefined }, signer: w.a }),
  signer('signed by a stolen status key without a kid', badSignature, {
    header: { kid: undefined },
    signer: keys.stolenStatus,
  }),
  signer('signed by a key on no list', badSignature, { signer: keys.stranger }, undefined, unsigned),
  text(
    'its payload is another after signing',
    'RFC 8725 §3.3',
    badSignature,
    () => {
      const [head, , signature] = statusToken().split('.');
      return `${head}.${statusToken({ payload: { ttl: 301 } }).split('.')[1]}.${signature}`;
    },
    unsigned,
  ),
  text(
    'r and s are zero',
    'RFC 8725 §3.3',
    badSignature,
    () => statusToken().replace(/[^.]+$/, 'A'.repeat(86)),
    unsigned,
  ),
  text('an empty signature', 'RFC 8725 §3.3', badSignature, () => statusToken().replace(/[^.]+$/, ''), unsigned),
];

const malformedClaim = (name: string, source: string, payload: object) =>
  token(name, source, 'status-token-malformed', { payload });
const notJson = (name: string, source: string, json: (json: string) => string) =>
  token(name, source, 'jws-malformed', { json });
const times = [
  ...(['iat', 'exp'] as const).flatMap((name) => [
    malformedClaim(`${name} is missing`, name === 'iat' ? 'Token Status List §5.1' : 'own: a status has an end', {
      [name]: undefined,
    }),
    malformedClaim(`${name} is a text`, 'RFC 7519 §2', { [name]: String(now) }),
    malformedClaim(`${name} is a fraction`, 'RFC 7519 §2; own: whole seconds', { [name]: now + 0.5 }),
    malformedClaim(`${name} is negative`, 'own: after 1970', { [name]: -1 }),
    malformedClaim(`${name} is null`, 'RFC 7519 §2', { [name]: null }),
    malformedClaim(`${name} is beyond whole numbers`, 'RFC 7519 §2', { [name]: 2 ** 60 }),
    notJson(`${name} is 1e999`, 'RFC 8259 §6', (json) => json.replace(new RegExp(`"${name}":\\d+`), `"${name}":1e999`)),
    notJson(`${name} is said twice`, 'RFC 7519 §4', (json) => json.replace('{', `{"${name}":1,`)),
  ]),
  malformedClaim('exp is iat', 'RFC 7519 §4.1.4', { exp: now - 60 }),
  token('exp has passed', 'Token Status List §8.3; RFC 7519 §4.1.4', 'status-token-expired', {
    payload: { iat: now - 600, exp: now - 1 },
  }),
  token('exp is this very second', 'RFC 7519 §4.1.4: on or after', 'status-token-expired', { payload: { exp: now } }),
  token('iat is in the future', 'own: ten seconds of skew', 'status-token-not-yet-valid', {
    payload: { iat: now + 11, exp: now + 600 },
  }),
  token('nbf is in the future', 'Token Status List §8.3 step 3; RFC 7519 §4.1.5', 'status-token-not-yet-valid', {
    payload: { nbf: now + 3600 },
  }),
  malformedClaim('nbf is a text', 'RFC 7519 §4.1.5', { nbf: '0' }),
  malformedClaim('ttl is zero', 'Token Status List §5.1: a positive number', { ttl: 0 }),
  malformedClaim('ttl is negative', 'Token Status List §5.1', { ttl: -300 }),
  malformedClaim('ttl is a text', 'Token Status List §5.1', { ttl: '300' }),
  malformedClaim('ttl is a fraction', 'own: whole seconds', { ttl: 0.5 }),
  kind('status', 'status-too-old')(
    'issued 25 hours ago and still not expired',
    'own: the age that the policy takes',
    undefined,
    () => ({
      '/status/token': statusToken({ payload: { iat: now - 25 * 3600, exp: now + 3600 } }),
    }),
  ),
  kind('status', 'status-of-another-time')(
    'fetched an hour after the moment that is asked for',
    'own: a moment in the past',
    undefined,
    () => ({
      '/status/token': statusToken({ payload: { iat: now + 3500, exp: now + 7000 } }),
      '/status/asOf': iso(at + 3_600_000),
    }),
  ),
];

const another = 'status-token-of-another-list';
const sub = (name: string, value: unknown) =>
  token(name, 'Token Status List §8.3 step 4a: sub equals uri', another, { payload: { sub: value } });
const subjects = [
  sub('sub is missing', undefined),
  sub('sub is another list', statusUri.replace(/1$/, '2')),
  sub('sub has a slash behind', `${statusUri}/`),
  sub('sub is in capitals', statusUri.toUpperCase()),
  sub('sub has a fragment', `${statusUri}#7`),
  sub('sub is a list', [statusUri]),
  sub('sub is empty', ''),
  sub('sub has a Cyrillic letter', statusUri.replace('status', 'st\u0430tus')),
  sub('sub has another port', statusUri.replace('.example', '.example:443')),
  invalid('the master names a list of another registry', 'Token Status List §8.3 step 4a', another, () =>
    master({ payload: set({ status: { status_list: { idx: 7, uri: 'https://evil.example/status-lists/1' } } }) }),
  ),
];

const list = (name: string, source: string, because: string, status_list: unknown) =>
  token(name, source, because, () => ({ payload: { status_list } }));
const good = lists();
const lst = (name: string, source: string, value: string) =>
  list(name, source, 'status-list-malformed', { ...good, lst: value });
const packed = (bytes: Uint8Array) => toBase64url(bytes);
const raw = new Uint8Array(16);
const stream = deflate(raw);
const bits = (value: unknown, named = JSON.stringify(value)) =>
  list(`bits are ${named}`, 'Token Status List §4.2: 1, 2, 4 or 8', 'status-list-malformed', { ...good, bits: value });
const flipped = (at: number) => stream.map((byte, i) => (i === at ? byte ^ 1 : byte));
const contents = [
  list('status_list is missing', 'Token Status List §5.1', 'status-token-malformed', undefined),
  list('status_list is a list', 'Token Status List §4.2', 'status-token-malformed', [good]),
  list('lst is missing', 'Token Status List §4.2', 'status-token-malformed', { bits: 2 }),
  list('lst is a number', 'Token Status List §4.2', 'status-token-malformed', { bits: 2, lst: 0 }),
  bits(3),
  bits(0),
  bits(16),
  bits(-2),
  bits(1.5),
  bits('2'),
  bits(null),
  bits(2 ** 32 + 2),
  bits([2], 'a list'),
  list('bits are missing', 'Token Status List §4.2', 'status-list-malformed', { lst: good.lst }),
  lst('lst is no base64url', 'Token Status List §4.2', '***'),
  lst('lst has padding', 'Token Status List §4.2: without padding', `${good.lst}==`),
  lst('lst is in plain base64', 'Token Status List §4.2', Buffer.of(0xfb, 0xff, 0xfe).toString('base64')),
  lst('lst is empty', 'Token Status List §4.1', ''),
  lst('lst is not compressed', 'Token Status List §4.1: zlib', packed(raw)),
  lst('lst is DEFLATE without zlib', 'Token Status List §4.1: zlib', packed(stream.slice(2, -4))),
  lst('lst is gzip', 'Token Status List §4.1: zlib', packed(gzipSync(raw, { mtime: 0 }))),
  lst('lst is cut short', 'RFC 1950 §2.2', packed(stream.slice(0, -1))),
  lst('lst has a byte more', 'RFC 1950 §2.2', packed(Buffer.concat([stream, Buffer.of(0)]))),
  lst('lst holds two streams', 'RFC 1950 §2.2', packed(Buffer.concat([stream, stream]))),
  lst('lst has a wrong checksum', 'RFC 1950 §2.2', packed(flipped(stream.length - 1))),
  lst('lst has another compression method', 'RFC 1950 §2.2: CM is 8', packed(flipped(0))),
  lst(
    'lst asks for a dictionary',
    'RFC 1950 §2.2: FDICT',
    packed(Uint8Array.from([0x78, 0xbb, 0, 0, 0, 1, ...stream.slice(2)])),
  ),
  lst(
    'lst is a block of a kind that is none',
    'RFC 1951 §3.2.3: BTYPE 11',
    packed(Uint8Array.from([0x78, 0x9c, 7, 0, 0, 0, 0, 1])),
  ),
  lst(
    'lst unpacks to one byte over the bound',
    'own: bounded',
    packed(zlibSync(new Uint8Array(4 * 1024 * 1024 + 1), { level: 9 })),
  ),
  lst(
    'lst unpacks to 64 MiB',
    'own: bounded; a decompression bomb',
    packed(zlibSync(new Uint8Array(64 * 1024 * 1024), { level: 9 })),
  ),
  list('the list is too short for the index', 'Token Status List §8.3 step 4d', 'status-index-out-of-range', {
    bits: 2,
    lst: packed(deflate(new Uint8Array(1))),
  }),
  list('the list is empty', 'Token Status List §8.3 step 4d', 'status-index-out-of-range', {
    bits: 2,
    lst: packed(deflate(new Uint8Array(0))),
  }),
  list(
    'a value that the registry does not publish',
    'Token Status List §7.1; own: values',
    'status-value-unknown',
    lists(3),
  ),
  list('eight bits, all set', 'Token Status List §7.1; own: values', 'status-value-unknown', {
    bits: 8,
    lst: packed(deflate(new Uint8Array(64).fill(255))),
  }),
  ...([64, 1_000_000, 2 ** 31, 2 ** 32 + 7, 2 ** 53 - 1] as const).map((idx) =>
    invalid(
      `the master has place ${idx} on a list of 64`,
      'Token Status List §8.3 step 4d: out of bounds',
      'status-index-out-of-range',
      () => master({ payload: set({ status: { status_list: { idx, uri: statusUri } } }) }),
    ),
  ),
  kind('status', 'status-invalid')('the list says that it is invalid', 'Token Status List §7.1', undefined, () => ({
    '/status/token': statusToken({ payload: { status_list: lists(1) } }),
  })),
  kind('status', 'status-suspended')('the list says that it is suspended', 'Token Status List §7.1', undefined, () => ({
    '/status/token': statusToken({ payload: { status_list: lists(2) } }),
  })),
];

const jws = 'jws-malformed';
const forms = [
  text('nothing', 'own: bounded', jws, () => '', unsigned),
  text(
    'JSON without a signature',
    'Token Status List §5.1',
    jws,
    () => JSON.stringify({ sub: statusUri, status_list: good }),
    unsigned,
  ),
  text('the list alone', 'Token Status List §5.1', jws, () => good.lst, unsigned),
  text('a line break behind', 'RFC 7515 §2', jws, () => `${statusToken()}\n`, unsigned),
  text('a tilde behind, as a credential', 'RFC 8725 §3.12', jws, () => `${statusToken()}~`, unsigned),
  text('two tokens in a row', 'RFC 7515 §3.1', jws, () => `${statusToken()}.${statusToken()}`, unsigned),
  text('the credential itself', 'RFC 8725 §3.12', wrongType, () => w.issued.credential.split('~')[0] as string),
  text('a trust list', 'RFC 8725 §3.12', wrongType, () => w.trustJws()),
  text('a key binding', 'RFC 8725 §3.12', wrongType, () =>
    signJws({ alg: 'ES256', typ: 'kb+jwt' }, { iat: now, aud: 'a', nonce: 'n', sd_hash: 'h' }, w.status),
  ),
  text('a Bitstring status list of the same key', 'RFC 8725 §3.12', wrongType, () =>
    signJws(
      { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: 'status-1' },
      { id: statusUri, credentialSubject: { encodedList: 'u' } },
      w.status,
    ),
  ),
  notJson('the payload nests nine deep', 'own: bounded', (json) => json.replace('{', `{"x":${nested(8)},`)),
  notJson('the payload nests a hundred thousand deep', 'own: bounded', (json) =>
    json.replace('{', `{"x":${nested(100_000)},`),
  ),
  notJson('status_list is said twice', 'RFC 7519 §4', (json) =>
    json.replace('{', `{"status_list":${JSON.stringify(lists(1))},`),
  ),
  notJson('bits are said twice', 'RFC 8259 §4', (json) => json.replace('"bits":2', '"bits":2,"bits":1')),
  text('five million letters', 'own: bounded', 'jws-too-large', () => `${'A'.repeat(5_000_000)}..`, unsigned),
];

export const status: Family[] = [
  { family: 'status-header', about: 'Headers of a status token', crimes: headers },
  { family: 'status-signer', about: 'Status tokens of somebody else', crimes: signers },
  { family: 'status-times', about: 'Times of a status token', crimes: times },
  { family: 'status-subject', about: 'Tokens of another list', crimes: subjects },
  { family: 'status-list', about: 'Lists that are none, too large, too short or say no', crimes: contents },
  { family: 'status-form', about: 'What stands in place of a status token', crimes: forms },
];
