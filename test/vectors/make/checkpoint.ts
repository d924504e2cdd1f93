import { createHash, sign as edSign } from 'node:crypto';
import { noteKeyId, toHex } from '../../../src/core/index.js';
import { base64, checkpoint, line, logPair, note, origin, otherOrigin, otherPair, publicOf, receipt } from './log.js';
import { chance, crypto, keys, statusToken, w, witnesses } from './scene.js';
import { type Crime, type Family, kind } from './vector.js';

const spec = 'C2SP tlog-checkpoint, Note text';
const noteSpec = 'C2SP signed-note, Format';
const malformed = kind('attestation', 'receipt-checkpoint-malformed');

/** The log signs a text that is none of a checkpoint. */
const text = (name: string, source: string, change: (lines: [string, string, string]) => string): Crime =>
  malformed(name, source, undefined, () =>
    checkpoint((genuine) => note(change(genuine.split('\n').slice(0, 3) as [string, string, string]))),
  );
const size = (name: string, written: string) =>
  text(
    `the size is ${name}`,
    `${spec}: ASCII decimal with no leading zeroes`,
    ([first, , root]) => `${first}\n${written}\n${root}\n`,
  );
const root = (name: string, make: (root: Buffer) => string) =>
  text(
    `the root is ${name}`,
    `${spec}: base64 of the RFC 6962 root`,
    ([first, count, last]) => `${first}\n${count}\n${make(Buffer.from(last, 'base64'))}\n`,
  );
const texts = [
  size('written with a leading zero', '05'),
  size('written with a plus', '+5'),
  size('negative', '-5'),
  size('a fraction', '5.0'),
  size('hexadecimal', '0x5'),
  size('written with an exponent', '5e0'),
  size('followed by a space', '5 '),
  size('led by a space', ' 5'),
  size('empty', ''),
  size('2^53', '9007199254740992'),
  size('of forty digits', '9'.repeat(40)),
  size('in full-width digits', '\uff15'),
  size('in Arabic-Indic digits', '\u0665'),
  size('a word', 'five'),
  root('of 31 bytes', (bytes) => base64(bytes.subarray(1))),
  root('of 33 bytes', (bytes) => base64(Buffer.concat([bytes, Buffer.of(0)]))),
  root('in hexadecimal', (bytes) => toHex(bytes)),
  root('in base64url', (bytes) => `${bytes.toString('base64url')}_`.slice(-44)),
  root('without padding', (bytes) => base64(bytes).replace('=', '')),
  root('with stray bits', (bytes) => base64(bytes).replace(/.=$/, '/=')),
  root('followed by a space', (bytes) => `${base64(bytes)} `),
  root('missing', () => ''),
  text('the origin is empty', `${spec}: the origin is not empty`, ([, count, last]) => `\n${count}\n${last}\n`),
  text('there are two lines', `${spec}: at least three lines`, ([first, count]) => `${first}\n${count}\n`),
  text(
    'an extension line is empty',
    `${spec}: extension lines are not empty`,
    ([first, count, last]) => `${first}\n${count}\n${last}\n\nx\n`,
  ),
  text('the lines end as in DOS', noteSpec, (lines) => `${lines.join('\r\n')}\r\n`),
  text(
    'there is a tab in it',
    `${noteSpec}: no control characters`,
    ([first, count, last]) => `${first}\n${count}\n${last}\nx\ty\n`,
  ),
  text(
    'there is a zero in it',
    `${noteSpec}: no control characters`,
    ([first, count, last]) => `${first}\u0000\n${count}\n${last}\n`,
  ),
  text('size and root have changed places', spec, ([first, count, last]) => `${first}\n${last}\n${count}\n`),
];

const form = (name: string, source: string, change: (note: string, text: string) => string): Crime =>
  malformed(name, source, undefined, () => checkpoint((genuine) => change(note(genuine), genuine)));
const lines = [
  form('no empty line before the signatures', noteSpec, (all) => all.replace('\n\n', '\n')),
  form('no newline at the end', noteSpec, (all) => all.slice(0, -1)),
  form('an empty line at the end', noteSpec, (all) => `${all}\n`),
  form('no signature at all', `${noteSpec}: one or more`, (_, said) => `${said}\n`),
  form('a hyphen in place of the em dash', `${noteSpec}: U+2014`, (all) => all.replace('—', '-')),
  form('an en dash in place of the em dash', `${noteSpec}: U+2014`, (all) => all.replace('—', '\u2013')),
  form('two spaces before the name', noteSpec, (all) => all.replace('— ', '—  ')),
  form('a no-break space before the name', noteSpec, (all) => all.replace('— ', '—\u00a0')),
  form('a signature without its name', noteSpec, (all) => all.replace(`— ${origin} `, '— ')),
  form(
    'a plus in the name of a second key',
    `${noteSpec}: key names`,
    (all, said) => all + line(said, { name: 'x' }).replace('— x', '— x+y'),
  ),
  form(
    'a space in the name of a second key',
    `${noteSpec}: key names`,
    (all, said) => all + line(said, { name: 'x' }).replace('— x', '— x y'),
  ),
  form('a second signature of three bytes', `${noteSpec}: 4+n bytes`, (all) => `${all}— x AAAA\n`),
  form('a second signature that is no base64', noteSpec, (all) => `${all}— x ***\n`),
  form('a signature in base64url', noteSpec, (all) => all.replace(/.=\n$/, '_=\n')),
  form('a signature without padding', noteSpec, (all) => all.replace(/=+\n$/, '\n')),
  form('a space behind the signature', noteSpec, (all) => all.replace(/\n$/, ' \n')),
  form('text behind the signatures', noteSpec, (all) => `${all}x\n`),
  form(
    'sixty-five signatures',
    `${noteSpec}: a limit on signatures`,
    (all, said) =>
      all +
      Array.from({ length: 64 }, (_, i) => line(said, { name: `x${i}`, signature: () => new Uint8Array(8) })).join(''),
  ),
  kind('attestation', 'receipt-malformed')(
    'a note of twenty thousand letters',
    `${noteSpec}: a limit on the size`,
    undefined,
    () => checkpoint((genuine) => note(`${genuine}${'x'.repeat(20_000)}\n`)),
  ),
  form('a lone surrogate', `${noteSpec}: UTF-8`, (_, said) => note(`${said}\ud800\n`)),
];

const unknown = kind('attestation', 'checkpoint-log-unknown');
const renamed = (name: string, called: string, source = `${spec}: the origin identifies the log`) =>
  unknown(name, source, undefined, () => checkpoint((genuine) => note(genuine.replace(origin, called))));
const origins = [
  renamed('the origin is another log of the same key', 'registry.example/log2'),
  renamed('the origin has a slash behind', `${origin}/`),
  renamed('the origin is in capitals', origin.toUpperCase()),
  renamed('the origin has a scheme', `https://${origin}`),
  renamed('the origin has a Cyrillic letter', origin.replace('o', '\u043e')),
  renamed('the origin has a space behind', `${origin} `),
  kind('attestation', 'anchor-contract-unknown')(
    'a checkpoint of another listed log, by its own key',
    'own: the contract anchors one log',
    undefined,
    () =>
      checkpoint((genuine) => {
        const said = genuine.replace(origin, otherOrigin);
        return note(said, { name: otherOrigin, pair: otherPair });
      }),
  ),
];

const wrong = kind('attestation', 'checkpoint-signature-wrong');
const signed = (name: string, source: string, change: (text: string) => string, more = {}) =>
  wrong(name, source, undefined, () => checkpoint(change), more);
const logKeyId = () => noteKeyId(origin, publicOf(logPair), crypto);
const unsigned = { signed: false } as const;
const raw = (text: string | Uint8Array, pair = logPair) => edSign(null, Buffer.from(text as string), pair.privateKey);
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const little = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);
const signatureSpec = 'C2SP signed-note, Signatures';
const signatures = [
  signed('signed by another listed log', signatureSpec, (said) => note(said, { name: otherOrigin, pair: otherPair })),
  signed('signed by another listed log under the name of this one', signatureSpec, (said) =>
    note(said, { pair: otherPair }),
  ),
  signed('signed by another listed log under name and id of this one', `${signatureSpec}: a colliding id`, (said) =>
    note(said, { pair: otherPair, keyId: logKeyId() }),
  ),
  signed('signed by a witness', signatureSpec, (said) =>
    note(said, { name: 'witness-one.example', pair: chance.edPair('witness-one.example') }),
  ),
  signed('cosigned by a witness and not signed by the log', 'C2SP tlog-cosignature', (said) =>
    witnesses.one.cosign(`${said}\n`, Date.parse('2026-03-05T08:00:00Z')),
  ),
  signed(
    'a cosignature by the key of the log in place of its signature',
    'C2SP tlog-cosignature: a key id of its own',
    (said) =>
      note(said, {
        keyId: noteKeyId(origin, publicOf(logPair), crypto, 4),
        signature: (text, pair) => Buffer.concat([Buffer.alloc(8), raw(`cosignature/v1\ntime 0\n${text}`, pair)]),
      }),
  ),
  signed('signed twice by the log', 'own: one line a key', (said) => note(said, {}, {})),
  signed(
    'a good signature of the log and a wrong one',
    `${signatureSpec}: a line that fails rejects the note`,
    (said) => note(said, {}, { signature: () => new Uint8Array(64) }),
  ),
  signed('a wrong signature of the log before a good one', signatureSpec, (said) =>
    note(said, { signature: () => new Uint8Array(64) }, {}),
  ),
  signed('signed without the last newline', `${signatureSpec}: the text with its newline`, (said) =>
    note(said, { signature: (text, pair) => raw(text.slice(0, -1), pair) }),
  ),
  signed('signed with the empty line behind the text', signatureSpec, (said) =>
    note(said, { signature: (text, pair) => raw(`${text}\n`, pair) }),
  ),
  signed('signed over the digest of the text', 'RFC 8032 §5.1: Ed25519, not Ed25519ph', (said) =>
    note(said, { signature: (text, pair) => raw(createHash('sha512').update(text).digest(), pair) }),
  ),
  signed('signed over the checkpoint of another size', signatureSpec, (said) =>
    note(said, { signature: (text, pair) => raw(text.replace('\n5\n', '\n6\n'), pair) }),
  ),
  signed('a signature of 63 bytes', 'RFC 8032 §5.1.7', (said) =>
    note(said, { signature: (text, pair) => raw(text, pair).subarray(0, 63) }),
  ),
  signed('a signature of 65 bytes', 'RFC 8032 §5.1.7', (said) =>
    note(said, { signature: (text, pair) => Buffer.concat([raw(text, pair), Buffer.of(0)]) }),
  ),
  signed('a signature of one byte', 'RFC 8032 §5.1.7', (said) => note(said, { signature: () => Buffer.of(0) })),
  signed('a signature whose s is the order more', 'RFC 8032 §5.1.7: s below the order', (said) =>
    note(said, {
      signature: (text, pair) => {
        const bytes = raw(text, pair);
        const more = (little(bytes.subarray(32)) + order).toString(16).padStart(64, '0');
        return Buffer.concat([bytes.subarray(0, 32), Buffer.from(more, 'hex').reverse()]);
      },
    }),
  ),
  signed(
    'a signature of zeros',
    'RFC 8032 §5.1.7',
    (said) => note(said, { signature: () => new Uint8Array(64) }),
    unsigned,
  ),
  signed(
    'a signature whose point is the neutral one',
    'RFC 8032 §5.1.7',
    (said) => note(said, { signature: () => Buffer.concat([Buffer.of(1), Buffer.alloc(63)]) }),
    unsigned,
  ),
  signed(
    'signed by a key on no list',
    signatureSpec,
    (said) => note(said, { pair: chance.edPair('a log on no list'), keyId: logKeyId() }),
    unsigned,
  ),
  signed('an extension line was put in after signing', signatureSpec, (said) => `${said}x\n\n${line(said)}`, unsigned),
  signed(
    'a signature with a point of small order added',
    'RFC 8032 §5.1.7: two equations, of which one port must not take the other',
    (said) => note(said, { signature: (text) => chance.edTwisted('log', Buffer.from(text)) }),
  ),
];

const place = (
  name: string,
  source: string,
  code: 'receipt-checkpoint-mismatch' | 'receipt-checkpoint-malformed',
  make: () => string,
  more = {},
) =>
  kind('attestation', code)(
    name,
    source,
    undefined,
    () => receipt((value) => Object.assign(value, { checkpoint: make() })),
    more,
  );
const places = [
  place('a status token in place of the checkpoint', 'RFC 8725 §3.12', 'receipt-checkpoint-malformed', () =>
    statusToken(),
  ),
  place(
    'a JSON tree head in place of the checkpoint',
    'RFC 6962 §4.3',
    'receipt-checkpoint-malformed',
    () => JSON.stringify({ tree_size: 5, sha256_root_hash: keys.stranger.thumbprint }),
    unsigned,
  ),
  place('the checkpoint of a tree of six', 'own: size and treeSize are one', 'receipt-checkpoint-mismatch', () =>
    note(`${origin}\n6\n${base64(new Uint8Array(32))}\n`),
  ),
  place('the checkpoint of the empty tree', 'own: size and treeSize are one', 'receipt-checkpoint-mismatch', () =>
    note(`${origin}\n0\n${base64(new Uint8Array(32))}\n`),
  ),
  place('a statement about an anchor in place of the checkpoint', 'own: domains', 'receipt-checkpoint-malformed', () =>
    w.note(`${origin}/anchor\n{}\n`),
  ),
];

export const checkpoints: Family[] = [
  { family: 'checkpoint-text', about: 'Texts that the log signed and that are no checkpoint', crimes: texts },
  { family: 'checkpoint-note', about: 'Notes that are none', crimes: lines },
  { family: 'checkpoint-origin', about: 'Checkpoints of other logs', crimes: origins },
  { family: 'checkpoint-signature', about: 'Signatures of a checkpoint', crimes: signatures },
  { family: 'checkpoint-place', about: 'What stands in place of the checkpoint', crimes: places },
];
