import { createHmac } from 'node:crypto';
import { toBase64url } from '../../../src/core/index.js';
import type { Signer } from '../../../src/core/verification/testing/chance.js';
import { brought, disclosure } from './craft.js';
import { at, chance, crypto, keys, logged, nested, signJws, signText, w } from './scene.js';
import { type Crime, type Family, kind, type Overlay } from './vector.js';

export const asked = { audience: 'https://bank.example', nonce: 'n-3f0a9c1e' };
/** The master that is bound to the holder's key. */
export const bound = (() => {
  chance.begin('bound');
  return w.issue({ holderKey: keys.holder.jwk });
})();

export interface Binding {
  header?: object;
  payload?: object;
  json?: (json: string) => string;
  signer?: Pick<Signer, 'sign'>;
  /** What `sd_hash` covers. */
  over?: string;
}

/** A key-binding JWT of the holder over the bound master, changed and signed. */
export function binding({
  header = {},
  payload = {},
  json,
  signer = keys.holder,
  over = bound.credential,
}: Binding = {}): string {
  const head = { alg: 'ES256', typ: 'kb+jwt', ...header };
  const said = {
    iat: at / 1000,
    aud: asked.audience,
    nonce: asked.nonce,
    sd_hash: crypto.digestText(over),
    ...payload,
  };
  return json === undefined
    ? signJws(head, said, signer)
    : signText(JSON.stringify(head), json(JSON.stringify(said)), signer);
}
/** What a holder presents. */
export const presented = (change: Binding = {}): string => bound.credential + binding(change);

const of = (code: Parameters<typeof kind>[1]) => kind('holder', code, { on: 'bound' });
const show =
  (code: Parameters<typeof kind>[1]) =>
  (name: string, source: string, change: Binding | (() => string), more = {}): Crime =>
    of(code)(
      name,
      source,
      undefined,
      () => ({ '/credential': typeof change === 'function' ? change() : presented(change) }),
      more,
    );
const malformed = show('key-binding-malformed');
const wrong = show('key-binding-signature-wrong');
const otherRequest = show('key-binding-of-another-request');
const otherPresentation = show('key-binding-of-another-presentation');
const stale = show('key-binding-not-fresh');
const unsigned = { signed: false } as const;
const now = at / 1000;
const unreadable = kind('integrity', 'credential-malformed', { on: 'bound', also: 'unreadable' });

const header = (name: string, source: string, members: object) => malformed(name, source, { header: members });
const headers = [
  ...['JWT', 'dc+sd-jwt', 'statuslist+jwt', 'KB+JWT', 'application/kb+jwt', ''].map((typ) =>
    header(`typ is ${JSON.stringify(typ)}`, 'RFC 9901 §4.3 and §7.3 step 5d', { typ }),
  ),
  header('typ is missing', 'RFC 9901 §4.3', { typ: undefined }),
  ...['none', 'HS256', 'ES256K', 'ES384', 'EdDSA', 'es256'].map((alg) =>
    header(`alg is ${alg}`, 'RFC 9901 §7.3 step 5b; RFC 8725 §3.1', { alg }),
  ),
  header('its own key (jwk)', 'RFC 8725 §3.10: the key is that of cnf', { jwk: keys.stranger.jwk }),
  header('a kid', 'RFC 8725 §3.10', { kid: 'holder' }),
  header('the address of a key set (jku)', 'RFC 8725 §3.10', { jku: 'https://evil.example' }),
  header('crit with an extension that nobody knows', 'RFC 7515 §4.1.11', { crit: ['x'], x: 1 }),
  header('b64 false', 'RFC 7797 §6', { b64: false }),
  malformed(
    'HS256 with the holder’s public key for a secret',
    'RFC 8725 §2.1',
    () => {
      const input = `${toBase64url(Buffer.from('{"alg":"HS256","typ":"kb+jwt"}'))}.${binding().split('.')[1]}`;
      return `${bound.credential}${input}.${createHmac('sha256', JSON.stringify(keys.holder.jwk)).update(input).digest('base64url')}`;
    },
    unsigned,
  ),
];

const claim = (name: string, source: string, members: object) => malformed(name, source, { payload: members });
const text = (name: string, source: string, json: (json: string) => string) => malformed(name, source, { json });
const claims = [
  ...(['iat', 'aud', 'nonce', 'sd_hash'] as const).map((name) =>
    claim(`${name} is missing`, 'RFC 9901 §4.3: required', { [name]: undefined }),
  ),
  claim('iat is a text', 'RFC 7519 §2', { iat: String(now) }),
  claim('iat is a fraction', 'own: whole seconds', { iat: now + 0.5 }),
  claim('iat is negative', 'own: after 1970', { iat: -1 }),
  claim('aud is a list', 'RFC 9901 §4.3: a single string', { aud: [asked.audience] }),
  claim('aud is empty', 'RFC 8725 §3.9', { aud: '' }),
  claim('nonce is a number', 'RFC 9901 §4.3: a string', { nonce: 3 }),
  claim('nonce is an object', 'RFC 9901 §4.3', { nonce: { $ne: null } }),
  claim('nonce has a thousand letters', 'own: bounded', { nonce: 'n'.repeat(1000) }),
  claim('sd_hash is a list', 'RFC 9901 §4.3.1', { sd_hash: [crypto.digestText(bound.credential)] }),
  claim('exp is a text', 'RFC 7519 §4.1.4; RFC 9901 §7.3 step 5h', { exp: 'never' }),
  claim('nbf is null', 'RFC 7519 §4.1.5; RFC 9901 §7.3 step 5h', { nbf: null }),
  text('iat is 1e999', 'RFC 8259 §6', (json) => json.replace(/"iat":\d+/, '"iat":1e999')),
  text('nonce is said twice', 'RFC 7519 §4', (json) => json.replace('{', '{"nonce":"n-0",')),
  text('nonce is said twice, once in escapes', 'RFC 7519 §4', (json) => json.replace('{', '{"n\\u006fnce":"n-0",')),
  text('the payload nests five deep', 'own: bounded', (json) => json.replace('{', `{"x":${nested(4)},`)),
  text('the payload has nine thousand letters', 'own: bounded', (json) =>
    json.replace('{', `{"x":"${'x'.repeat(9000)}",`),
  ),
  malformed('three empty parts', 'RFC 7515 §3.1', () => `${bound.credential}..`, unsigned),
  malformed('three parts that are no JWT', 'RFC 7515 §3.1', () => `${bound.credential}a.b.c`, unsigned),
  malformed(
    'the master again in place of a key binding',
    'RFC 8725 §3.12',
    () => bound.credential + bound.credential.split('~')[0],
  ),
];

const signers = [
  wrong('signed by the authority', 'RFC 9901 §7.3 step 5c: the key of cnf', { signer: w.a }),
  wrong('signed by the status key', 'RFC 9901 §7.3 step 5c', { signer: w.status }),
  wrong('signed by somebody else', 'RFC 9901 §7.3 step 5c', { signer: keys.stranger }, unsigned),
  wrong('r and s are zero', 'RFC 8725 §3.3', () => presented().replace(/[^.]+$/, 'A'.repeat(86)), unsigned),
  wrong('an empty signature', 'RFC 8725 §3.3', () => presented().replace(/[^.]+$/, ''), unsigned),
  wrong(
    'the nonce was changed after signing',
    'RFC 8725 §3.3',
    () => {
      const [head, , signature] = binding({ payload: { nonce: 'n-0' } }).split('.');
      return `${bound.credential}${head}.${binding().split('.')[1]}.${signature}`;
    },
    unsigned,
  ),
];

/** Coordinates that are no point of P-256. */
const noPoints = {
  'of zeros': { x: 'A'.repeat(43), y: 'A'.repeat(43) },
  'beyond the field': { x: `${'_'.repeat(42)}8`, y: `${'_'.repeat(42)}8` },
  'off the curve': { x: keys.holder.jwk.y, y: keys.holder.jwk.x },
};
const offCurve = Object.entries(noPoints).map(([how, point]) =>
  of('key-binding-signature-wrong')(
    `a binding to a key ${how}, which the authority put into cnf`,
    'RFC 8725 §3.4: cryptographic inputs are validated',
    undefined,
    () => {
      const issued = w.issue({ holderKey: { kty: 'EC', crv: 'P-256', ...point } });
      const over = issued.credential;
      return { ...brought(issued), '/credential': over + binding({ over }) };
    },
  ),
);

const audience = (name: string, aud: string) =>
  otherRequest(name, 'RFC 9901 §7.3 step 5f; RFC 8725 §3.9', { payload: { aud } });
const nonce = (name: string, value: string) =>
  otherRequest(name, 'RFC 9901 §7.3 step 5f: replay', { payload: { nonce: value } });
const requests = [
  audience('for another verifier', 'https://shop.example'),
  audience('for the same with a slash behind', `${asked.audience}/`),
  audience('for the same in capitals', asked.audience.toUpperCase()),
  audience('for the same with a Cyrillic letter', asked.audience.replace('a', '\u0430')),
  audience('for the same without TLS', asked.audience.replace('https', 'http')),
  nonce('with the nonce of another day', 'n-1'),
  nonce('with the nonce in capitals', asked.nonce.toUpperCase()),
  nonce('with a space behind the nonce', `${asked.nonce} `),
  nonce('with a part of the nonce', 'n-3f0a'),
  stale('an hour old', 'RFC 9901 §7.3 step 5e', { payload: { iat: now - 3600 } }),
  stale('one second too old', 'RFC 9901 §7.3 step 5e', { payload: { iat: now - 361 } }),
  stale('of the future', 'RFC 9901 §7.3 step 5e', { payload: { iat: now + 61 } }),
  stale('of the year 1970', 'RFC 9901 §7.3 step 5e', { payload: { iat: 0 } }),
  stale('whose exp has passed', 'RFC 9901 §7.3 step 5h; RFC 7519 §4.1.4', { payload: { exp: now - 1 } }),
  stale('whose exp is this very second', 'RFC 7519 §4.1.4: on or after', { payload: { exp: now } }),
  stale('whose nbf is in the future', 'RFC 9901 §7.3 step 5h; RFC 7519 §4.1.5', { payload: { nbf: now + 3600 } }),
];

const [jwt, ...rest] = bound.credential.slice(0, -1).split('~') as [string, ...string[]];
const hash = (name: string, over: string, source = 'RFC 9901 §4.3.1 and §7.3 step 5g') =>
  otherPresentation(name, source, { over });
const presentations = [
  hash('over the issuer’s JWT alone', jwt),
  hash('over the JWT and a tilde', `${jwt}~`),
  hash('without the last tilde', bound.credential.slice(0, -1)),
  hash('over one disclosure less', `${[jwt, ...rest.slice(1)].join('~')}~`),
  hash('over the disclosures in another order', `${[jwt, ...[...rest].reverse()].join('~')}~`),
  hash('over another master', w.issued.credential),
  hash('over the empty text', ''),
  otherPresentation(
    'a disclosure was taken away after signing',
    'RFC 9901 §4.3.1',
    () => `${[jwt, ...bound.credential.split('~').slice(2, -1)].join('~')}~${binding()}`,
  ),
  otherPresentation('sd_hash is in hexadecimal', 'RFC 9901 §4.3.1', {
    payload: { sd_hash: Buffer.from(crypto.digestText(bound.credential), 'base64url').toString('hex') },
  }),
  otherPresentation('sd_hash has padding', 'RFC 9901 §4.3.1', {
    payload: { sd_hash: `${crypto.digestText(bound.credential)}=` },
  }),
  otherPresentation('sd_hash is in small letters', 'RFC 9901 §4.3.1', {
    payload: { sd_hash: crypto.digestText(bound.credential).toLowerCase() },
  }),
];

const absent = of('key-binding-missing');
const unbound = (): Overlay => {
  const over = w.issued.credential;
  return { ...brought({ ...w.issued, credential: over + binding({ over }) }), ...logged(w.issued) };
};
const absences = [
  absent(
    'no key binding, though one was asked for',
    'RFC 9901 §7.3 step 1: policy decides, not what came',
    undefined,
    () => ({ '/credential': bound.credential }),
  ),
  absent('a master without a key, where a binding was asked for', 'RFC 9901 §7.3 step 1', undefined, () =>
    brought(w.issued),
  ),
  of('key-binding-without-key')(
    'a key binding to a master that names no key',
    'RFC 9901 §7.3 step 5a',
    undefined,
    unbound,
  ),
  kind('holder', 'key-binding-without-key')('the same where nobody asked', 'RFC 9901 §7.3 step 5a', undefined, unbound),
  kind('holder', 'key-binding-signature-wrong', { on: 'bound' })(
    'a binding of somebody else where nobody asked',
    'own: what came is judged',
    undefined,
    () => ({ '/credential': presented({ signer: w.a }), '/keyBinding': undefined }),
  ),
  unreadable('two key bindings', 'RFC 9901 §4', 'what follows the last ~ is no JWT', () => ({
    '/credential': `${presented()}.${binding()}`,
  })),
  unreadable('a tilde behind the key binding', 'RFC 9901 §4', undefined, () => ({ '/credential': `${presented()}~~` })),
  kind('integrity', 'disclosure-wrong', { on: 'bound', also: ['holder'] })(
    'a tilde behind the key binding makes it a disclosure',
    'RFC 9901 §7.1 step 5',
    'disclosure-unreferenced',
    () => ({ '/credential': `${presented()}~` }),
  ),
  kind('integrity', 'disclosure-wrong', { on: 'bound' })(
    'a disclosure that nothing names, and a binding over it',
    'RFC 9901 §7.1 step 5',
    'disclosure-unreferenced',
    () => {
      const over = `${bound.credential}${disclosure('aaaaaaaaaaaaaaaaaaaaaa', 'x', 1)}~`;
      return { '/credential': over + binding({ over }) };
    },
  ),
];

export const keyBindings: Family[] = [
  { family: 'key-binding-header', about: 'Headers of a key binding', crimes: headers },
  { family: 'key-binding-claims', about: 'Claims of a key binding', crimes: claims },
  { family: 'key-binding-signer', about: 'Key bindings of somebody else', crimes: [...signers, ...offCurve] },
  { family: 'key-binding-request', about: 'Key bindings for another request or time', crimes: requests },
  { family: 'key-binding-presentation', about: 'Key bindings over other bytes', crimes: presentations },
  { family: 'key-binding-absent', about: 'Key bindings that are missing or out of place', crimes: absences },
];
