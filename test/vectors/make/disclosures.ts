import { toBase64url } from '../../../src/core/index.js';
import { disclosure, type Json, master, set, unread } from './craft.js';
import { chance, crypto, nested, w } from './scene.js';
import { type Crime, type Family, kind } from './vector.js';

const wrong = kind('integrity', 'disclosure-wrong');
const salt = () => toBase64url(chance.bytes(16));
const digest = (text: string) => crypto.digestText(text);

/** A payload altered, with the disclosures as they were. */
const payload = (name: string, source: string, because: string, change: (payload: Json) => Json) =>
  wrong(name, source, because, () => master({ payload: change }));

/** A disclosure that the authority put on: `place` chooses the object whose `_sd` names it. */
const planted = (
  name: string,
  source: string,
  because: string,
  make: () => string,
  place: (payload: Json) => Json = (all) => all.face_data,
): Crime =>
  wrong(name, source, because, () =>
    master({
      disclosures: (all, body) => {
        const text = make();
        place(body)._sd.push(digest(text));
        return [...all, text];
      },
    }),
  );
/** The same for an item of a list on the face. */
const item = (name: string, source: string, because: string, make: () => string): Crime =>
  wrong(name, source, because, () =>
    master({
      disclosures: (all, body) => {
        const text = make();
        body.face_data.items = [{ '...': digest(text) }];
        return [...all, text];
      },
    }),
  );
const raw = (json: string | Uint8Array) => toBase64url(Buffer.from(json as string));
/** The next letter of the alphabet in place of the last: the same bytes, another text. */
const stray = (text: string) => text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);
const top = (all: Json) => all;
const holder = (all: Json) => all.holders[0];

const algorithm = (value: unknown, named = JSON.stringify(value)) =>
  payload(`_sd_alg is ${named}`, 'RFC 9901 §4.1.1 and §7.1 step 2', 'digest-algorithm', set({ _sd_alg: value }));
const algorithms = [
  ...['sha-512', 'sha-384', 'SHA-256', 'sha256', 'md5', 'sha-256-128', 'sha3-256', 'none', ''].map((value) =>
    algorithm(value),
  ),
  algorithm(null),
  algorithm(256),
  algorithm(['sha-256'], 'a list'),
  payload('_sd_alg inside the face', 'RFC 9901 §4.1.1: at the top level only', 'digest-misplaced', (all) => ({
    ...all,
    face_data: { ...all.face_data, _sd_alg: 'sha-256' },
  })),
  payload('_sd_alg inside a holder', 'RFC 9901 §4.1.1', 'digest-misplaced', (all) => ({
    ...all,
    holders: [{ ...all.holders[0], _sd_alg: 'sha-256' }],
  })),
];

const faceSd = (value: unknown) => (all: Json) => ({ ...all, face_data: { _sd: value } });
const digests = [
  payload('_sd is a text', 'RFC 9901 §7.1 step 3', 'digest-malformed', set({ _sd: 'x' })),
  payload('_sd is null', 'RFC 9901 §7.1 step 3', 'digest-malformed', set({ _sd: null })),
  payload('_sd is an object', 'RFC 9901 §7.1 step 3', 'digest-malformed', set({ _sd: { 0: 'x' } })),
  payload('_sd of the face is a number', 'RFC 9901 §7.1 step 3', 'digest-malformed', faceSd(1)),
  payload('_sd holds a number', 'RFC 9901 §4.2.4.1: texts', 'digest-malformed', (all) => ({
    ...all,
    _sd: [...all._sd, 1],
  })),
  payload('_sd holds null', 'RFC 9901 §4.2.4.1', 'digest-malformed', (all) => ({ ...all, _sd: [...all._sd, null] })),
  payload('_sd holds a list', 'RFC 9901 §4.2.4.1', 'digest-malformed', (all) => ({ ...all, _sd: [all._sd] })),
  payload('a digest twice in one _sd', 'RFC 9901 §7.1 step 4', 'digest-twice', (all) => ({
    ...all,
    _sd: [...all._sd, all._sd[0]],
  })),
  payload('a digest in two places', 'RFC 9901 §7.1 step 4', 'digest-twice', (all) => ({
    ...all,
    face_data: { _sd: [...all.face_data._sd, all._sd[0]] },
  })),
  payload('the digest of a name in two holders', 'RFC 9901 §7.1 step 4', 'digest-twice', (all) => ({
    ...all,
    holders: [all.holders[0], all.holders[0]],
  })),
  payload('a decoy twice', 'RFC 9901 §4.2.5 and §7.1 step 4', 'digest-twice', (all) => {
    const decoy = digest(salt());
    return { ...all, _sd: [...all._sd, decoy], x: { _sd: [decoy] } };
  }),
  payload('a digest in a list and in an object', 'RFC 9901 §7.1 step 4', 'digest-twice', (all) => {
    const decoy = digest(salt());
    return { ...all, face_data: { _sd: [...all.face_data._sd, decoy], items: [{ '...': decoy }] } };
  }),
  payload('three dots as a member', 'RFC 9901 §4.2.4.2: in lists only', 'digest-misplaced', (all) => ({
    ...all,
    '...': all._sd[0],
  })),
  payload('three dots as a member of the face', 'RFC 9901 §4.2.4.2', 'digest-misplaced', (all) => ({
    ...all,
    face_data: { ...all.face_data, '...': 'x' },
  })),
  payload(
    'three dots beside another member of an item',
    'RFC 9901 §4.2.4.2: no other key',
    'digest-malformed',
    (all) => ({ ...all, face_data: { ...all.face_data, items: [{ '...': 'x', y: 1 }] } }),
  ),
  payload('three dots with a number', 'RFC 9901 §4.2.4.2', 'digest-malformed', (all) => ({
    ...all,
    face_data: { ...all.face_data, items: [{ '...': 1 }] },
  })),
  payload('three dots with a list', 'RFC 9901 §4.2.4.2', 'digest-malformed', (all) => ({
    ...all,
    face_data: { ...all.face_data, items: [{ '...': ['x'] }] },
  })),
  payload('a member named __proto__ in the face', 'own: no prototype by JSON', 'disclosure-reserved-name', (all) => ({
    ...all,
    face_data: { ...all.face_data, x: JSON.parse('{"__proto__":{"valid":true}}') },
  })),
  payload('a member named __proto__ beside iss', 'own: no prototype by JSON', 'disclosure-reserved-name', (all) =>
    Object.assign(JSON.parse('{"__proto__":{"exp":null}}'), JSON.parse(JSON.stringify(all)), null),
  ),
];

const value = '餐饮';
const forms = [
  planted('a member’s disclosure of two parts', 'RFC 9901 §4.2.1: salt, name, value', 'disclosure-malformed', () =>
    disclosure(salt(), value),
  ),
  planted('a member’s disclosure of four parts', 'RFC 9901 §4.2.1', 'disclosure-malformed', () =>
    disclosure(salt(), 'x', value, 1),
  ),
  planted('a member’s disclosure of one part', 'RFC 9901 §4.2.1', 'disclosure-malformed', () => disclosure(salt())),
  planted('a member’s disclosure of no part', 'RFC 9901 §4.2.1', 'disclosure-malformed', () => disclosure()),
  item('an item’s disclosure of three parts', 'RFC 9901 §4.2.2: salt, value', 'disclosure-malformed', () =>
    disclosure(salt(), 'x', value),
  ),
  item('an item’s disclosure of one part', 'RFC 9901 §4.2.2', 'disclosure-malformed', () => disclosure(salt())),
  planted('a disclosure that is an object', 'RFC 9901 §4.2.1: a JSON array', 'disclosure-malformed', () =>
    raw(JSON.stringify({ 0: salt(), 1: 'x', 2: value, length: 3 })),
  ),
  planted('a disclosure that is a text', 'RFC 9901 §4.2.1', 'disclosure-malformed', () => raw(JSON.stringify('abc'))),
  planted('a disclosure whose salt is a number', 'RFC 9901 §4.2.1: a string', 'disclosure-malformed', () =>
    disclosure(1, 'x', value),
  ),
  planted('a disclosure whose salt is null', 'RFC 9901 §4.2.1', 'disclosure-malformed', () =>
    disclosure(null, 'x', value),
  ),
  planted('a disclosure whose name is a number', 'RFC 9901 §4.2.1', 'disclosure-malformed', () =>
    disclosure(salt(), 1, value),
  ),
  planted('a disclosure whose name is a list', 'RFC 9901 §4.2.1', 'disclosure-malformed', () =>
    disclosure(salt(), ['x'], value),
  ),
  planted('a disclosure that is no JSON', 'RFC 9901 §4.2.1', 'disclosure-malformed', () => raw('["salt","x",')),
  planted('a disclosure that is no UTF-8', 'RFC 9901 §4.2.1: UTF-8', 'disclosure-malformed', () =>
    raw(Buffer.concat([Buffer.from('["salt","x","'), Buffer.of(0xff), Buffer.from('"]')])),
  ),
  planted(
    'a disclosure with padding',
    'RFC 9901 §2: base64url without padding',
    'disclosure-malformed',
    () => `${raw('["aa","x","bb"]').slice(0, -1)}=`,
  ),
  planted('a disclosure in plain base64', 'RFC 9901 §2', 'disclosure-malformed', () =>
    Buffer.from('["salt","x","\u07ff\u07ff??>>"]').toString('base64'),
  ),
  planted(
    'a disclosure with a space behind',
    'RFC 9901 §2',
    'disclosure-malformed',
    () => `${disclosure(salt(), 'x', value)} `,
  ),
  planted('a disclosure with stray bits in its last letter', 'RFC 4648 §3.5', 'disclosure-malformed', () =>
    stray(raw('["aa","x","b"]')),
  ),
  planted('a disclosure that says one name twice', 'RFC 8259 §4', 'disclosure-malformed', () =>
    raw(`["${salt()}","x",{"y":1,"y":2}]`),
  ),
  planted('a disclosure that says one name twice, once in escapes', 'RFC 8259 §4', 'disclosure-malformed', () =>
    raw(`["${salt()}","x",{"y":1,"\\u0079":2}]`),
  ),
  planted('a disclosure with a number beyond a double', 'RFC 8259 §6', 'disclosure-malformed', () =>
    raw(`["${salt()}","x",1e999]`),
  ),
  planted('a disclosure with a lone surrogate', 'RFC 8259 §8.2', 'disclosure-malformed', () =>
    raw(`["${salt()}","x","\\udfff"]`),
  ),
  planted('a disclosure that nests twenty-five deep', 'own: bounded', 'disclosure-malformed', () =>
    raw(`["${salt()}","x",${nested(24)}]`),
  ),
  planted('a disclosure that nests ten thousand deep', 'own: bounded', 'disclosure-malformed', () =>
    raw(`["${salt()}","x",${nested(10_000)}]`),
  ),
  planted('a disclosure with a byte order mark', 'RFC 8259 §8.1', 'disclosure-malformed', () =>
    raw(`\ufeff["${salt()}","x",1]`),
  ),
];

const reserved = (name: string) =>
  planted(
    `a disclosure that names ${name}`,
    'RFC 9901 §4.2.1 and §7.1: a reserved name',
    'disclosure-reserved-name',
    () => disclosure(salt(), name, ['x']),
  );
const names = [
  reserved('_sd'),
  reserved('...'),
  reserved('__proto__'),
  planted(
    'a disclosure named like a claim in clear',
    'RFC 9901 §7.1 step 3: a name at that level',
    'disclosure-name-taken',
    () => disclosure(salt(), 'vct', 'x'),
    top,
  ),
  planted(
    'a disclosed iss beside the one in clear',
    'RFC 9901 §7.1 step 3; SD-JWT VC §2.2.2.2',
    'disclosure-name-taken',
    () => disclosure(salt(), 'iss', 'https://evil.example'),
    top,
  ),
  planted(
    'a disclosed exp beside the one in clear',
    'RFC 9901 §9.7',
    'disclosure-name-taken',
    () => disclosure(salt(), 'exp', 4_102_444_800),
    top,
  ),
  planted(
    'a second disclosed name of a holder',
    'RFC 9901 §7.1 step 3',
    'disclosure-name-taken',
    () => disclosure(salt(), 'name', '李四'),
    holder,
  ),
  planted(
    'a second disclosed licence number',
    'RFC 9901 §7.1 step 3',
    'disclosure-name-taken',
    () => disclosure(salt(), 'licence_number', '(2026) 0043'),
    top,
  ),
  planted(
    'a second field of the face with one name',
    'RFC 9901 §7.1 step 3',
    'disclosure-name-taken',
    () => disclosure(salt(), 'scope', '其他'),
    (all) => all.face_data,
  ),
  ...(['nbf', 'exp'] as const).map((name) =>
    wrong(`${name} behind a disclosure`, 'SD-JWT VC §2.2.2.2; RFC 9901 §9.7', 'disclosure-of-clear-claim', () =>
      master({
        payload: (all) => ({ ...all, [name]: undefined }),
        disclosures: (all, body) => {
          const text = disclosure(salt(), name, body[name]);
          body._sd.push(digest(text));
          return [...all, text];
        },
      }),
    ),
  ),
  planted(
    'cnf behind a disclosure',
    'SD-JWT VC §2.2.2.2',
    'disclosure-of-clear-claim',
    () => disclosure(salt(), 'cnf', { jwk: w.b.jwk }),
    top,
  ),
  planted(
    'vct#integrity behind a disclosure',
    'SD-JWT VC §2.2.2.2',
    'disclosure-of-clear-claim',
    () => disclosure(salt(), 'vct#integrity', 'x'),
    top,
  ),
  planted(
    'aka_vcts behind a disclosure',
    'SD-JWT VC §2.2.2.2',
    'disclosure-of-clear-claim',
    () => disclosure(salt(), 'aka_vcts', ['x']),
    top,
  ),
  planted(
    'status behind a disclosure, beside the one in clear',
    'SD-JWT VC §2.2.2.2',
    'disclosure-name-taken',
    () => disclosure(salt(), 'status', {}),
    top,
  ),
  planted(
    'holders behind a disclosure, beside those in clear',
    'own: the profile',
    'disclosure-name-taken',
    () => disclosure(salt(), 'holders', []),
    top,
  ),
  wrong('_sd_alg behind a disclosure', 'RFC 9901 §4.1.1', 'disclosure-of-clear-claim', () =>
    master({
      payload: (all) => ({ ...all, _sd_alg: undefined }),
      disclosures: (all, body) => {
        const text = disclosure(salt(), '_sd_alg', 'sha-256');
        body._sd.push(digest(text));
        return [...all, text];
      },
    }),
  ),
];

/** Disclosures each of which holds the digest of the next. */
function chain(length: number, innermost: (text: string[]) => string): string[] {
  const texts = [innermost([])];
  while (texts.length < length) texts.unshift(disclosure(salt(), 'x', { _sd: [digest(texts[0] as string)] }));
  return texts;
}
const chained = (name: string, source: string, because: string, length: number, innermost: () => string) =>
  wrong(name, source, because, () =>
    master({
      disclosures: (all, body) => {
        const texts = chain(length, innermost);
        body.face_data._sd.push(digest(texts[0] as string));
        return [...all, ...texts];
      },
    }),
  );
const other = () => w.issue({ licenceNumber: '(2026) 0043' }).credential.split('~').slice(1, -1);
const shown = (name: string, source: string, because: string, change: (all: string[], body: Json) => string[]) =>
  wrong(name, source, because, () => master({ disclosures: change }));
const recursion = [
  chained(
    'disclosures that hold each other sixty deep',
    'RFC 9901 §4.2.6; own: bounded',
    'disclosure-too-deep',
    60,
    () => disclosure(salt(), 'x', 1),
  ),
  chained(
    'four hundred disclosures that hold each other',
    'RFC 9901 §4.2.6; own: bounded',
    'disclosure-too-deep',
    400,
    () => disclosure(salt(), 'x', 1),
  ),
  chained('a digest twice, once inside a disclosure', 'RFC 9901 §7.1 step 4', 'digest-twice', 3, () => {
    const decoy = digest(salt());
    return disclosure(salt(), 'x', { _sd: [decoy], y: { _sd: [decoy] } });
  }),
  chained('_sd_alg inside a disclosure', 'RFC 9901 §4.1.1', 'digest-misplaced', 2, () =>
    disclosure(salt(), 'x', { _sd_alg: 'md5' }),
  ),
  chained('a reserved name inside a disclosure', 'RFC 9901 §7.1 step 3', 'disclosure-reserved-name', 1, () =>
    disclosure(salt(), 'x', JSON.parse('{"__proto__":1}')),
  ),
  chained('three dots inside a disclosure', 'RFC 9901 §4.2.4.2', 'digest-misplaced', 1, () =>
    disclosure(salt(), 'x', { '...': 'y' }),
  ),
  shown('a disclosure that nothing names', 'RFC 9901 §7.1 step 5', 'disclosure-unreferenced', (all) => [
    ...all,
    disclosure(salt(), 'x', value),
  ]),
  shown('a disclosure twice', 'RFC 9901 §7.1 step 4', 'disclosure-twice', (all) => [...all, all[0] as string]),
  shown(
    'the disclosures of another master of the same authority',
    'RFC 9901 §7.1 step 5',
    'disclosure-unreferenced',
    () => other(),
  ),
  shown('one disclosure of another master', 'RFC 9901 §7.1 step 5', 'disclosure-unreferenced', (all) => [
    ...all,
    other()[0] as string,
  ]),
  shown('a disclosure with another value', 'RFC 9901 §7.1 step 5', 'disclosure-unreferenced', (all) =>
    all.map((text, i) => (i === 0 ? altered(text) : text)),
  ),
  shown(
    'a disclosure with a space in its JSON',
    'RFC 9901 §4.2.3: the text as it stands is hashed',
    'disclosure-unreferenced',
    (all) => all.map((text, i) => (i === 0 ? spaced(text) : text)),
  ),
  shown(
    'an inner disclosure without the one that holds it',
    'RFC 9901 §4.2.6 and §7.1 step 5',
    'disclosure-unreferenced',
    (all, body) => {
      const [outer, inner] = chain(2, () => disclosure(salt(), 'x', 1)) as [string, string];
      body.face_data._sd.push(digest(outer));
      return [...all, inner];
    },
  ),
  shown('a digest over the bytes behind the base64url', 'RFC 9901 §4.2.3', 'disclosure-unreferenced', (all, body) => {
    const text = disclosure(salt(), 'x', value);
    body.face_data._sd.push(toBase64url(crypto.sha256(Buffer.from(text, 'base64url'))));
    return [...all, text];
  }),
  shown('a digest in hexadecimal', 'RFC 9901 §4.2.3', 'disclosure-unreferenced', (all, body) => {
    const text = disclosure(salt(), 'x', value);
    body.face_data._sd.push(Buffer.from(digest(text), 'base64url').toString('hex'));
    return [...all, text];
  }),
  shown('a digest with padding', 'RFC 9901 §2', 'disclosure-unreferenced', (all, body) => {
    const text = disclosure(salt(), 'x', value);
    body.face_data._sd.push(`${digest(text)}=`);
    return [...all, text];
  }),
  shown('an item’s disclosure for a member’s digest', 'RFC 9901 §4.2.1', 'disclosure-malformed', (all, body) => {
    const text = disclosure(salt(), value);
    body.face_data._sd.push(digest(text));
    return [...all, text];
  }),
  shown('five hundred disclosures that nothing names', 'own: bounded', 'disclosure-unreferenced', (all) => [
    ...all,
    ...Array.from({ length: 500 }, (_, i) => raw(`["${i}"]`)),
  ]),
];
const altered = (text: string) => {
  const parts = JSON.parse(Buffer.from(text, 'base64url').toString());
  return disclosure(...parts.slice(0, -1), `${parts.at(-1)}x`);
};
const spaced = (text: string) => raw(Buffer.from(text, 'base64url').toString().replace(',', ', '));

const claimed = (
  name: string,
  because: string,
  place: (all: Json) => Json,
  called: string,
  said: unknown,
  drop?: string,
) =>
  wrong(name, 'own: the profile of a holder and of a number', because, () =>
    master({
      disclosures: (all, body) => {
        const text = disclosure(salt(), called, said);
        place(body)._sd.push(digest(text));
        return [
          ...all.filter(
            (one) => drop === undefined || JSON.parse(Buffer.from(one, 'base64url').toString())[1] !== drop,
          ),
          text,
        ];
      },
    }),
  );
const said = [
  claimed('a holder of no known kind', 'disclosed-claims', holder, 'kind', 'robot', 'kind'),
  claimed('a holder’s code as a number', 'disclosed-claims', holder, 'code', 110105, 'code'),
  claimed('a holder’s name as an object', 'disclosed-claims', holder, 'name', { toString: 'x' }, 'name'),
  claimed('a holder’s name of a thousand letters', 'disclosed-claims', holder, 'name', '张'.repeat(1000), 'name'),
  claimed('a holder’s code type of two digits', 'disclosed-claims', holder, 'code_type', '11', 'code_type'),
  claimed('a holder with a member that no holder has', 'disclosed-claims', holder, 'admin', true),
  claimed('a licence number that is a number', 'disclosed-claims', top, 'licence_number', 42, 'licence_number'),
  claimed('an empty licence number', 'disclosed-claims', top, 'licence_number', '', 'licence_number'),
  wrong('a holder behind a disclosure who is a text', 'own: the profile', 'disclosed-claims', () =>
    master({
      disclosures: (all, body) => {
        const text = disclosure(salt(), '张三');
        body.holders.push({ '...': digest(text) });
        return [...all, text];
      },
    }),
  ),
];

const malformed = kind('integrity', 'credential-malformed', { also: 'unreadable' });
const tail = (name: string, source: string, because: string | undefined, change: (credential: string) => string) =>
  malformed(name, source, because, () => ({ '/credential': change(w.issued.credential) }));
const bounds = [
  tail('no tilde behind the last disclosure', 'RFC 9901 §4', 'what follows the last ~ is no JWT', (all) =>
    all.slice(0, -1),
  ),
  tail('no tilde at all', 'RFC 9901 §4', 'there is no ~ after the JWT', (all) => all.slice(0, all.indexOf('~'))),
  tail('two tildes in a row', 'RFC 9901 §4', 'a disclosure is empty', (all) => `${all}~`),
  tail('a space behind the last tilde', 'RFC 9901 §4', 'what follows the last ~ is no JWT', (all) => `${all} `),
  tail('five hundred and thirteen disclosures', 'own: bounded', 'more than 512', (all) => `${all}${'QQ~'.repeat(506)}`),
  malformed('a disclosure of 70,000 letters', 'own: bounded', 'more than 65536 characters', () =>
    unread({ disclosures: (all) => [...all, disclosure(salt(), 'x', 'x'.repeat(52_000))] }),
  ),
  tail('an empty text before the disclosures', 'RFC 9901 §4', undefined, (all) => all.slice(all.indexOf('~'))),
];

export const disclosures: Family[] = [
  { family: 'sd-algorithm', about: 'Hash functions of digests', crimes: algorithms },
  { family: 'sd-digests', about: 'Digests in wrong places and forms', crimes: digests },
  { family: 'sd-disclosures', about: 'Disclosures that are none', crimes: forms },
  { family: 'sd-names', about: 'Disclosures of names that are taken, reserved or must be in clear', crimes: names },
  { family: 'sd-recursion', about: 'Disclosures in disclosures, foreign and unnamed ones', crimes: recursion },
  { family: 'sd-claims', about: 'What disclosures say', crimes: said },
  { family: 'sd-form', about: 'The form around the disclosures', crimes: bounds },
];
