import { canonicalJson, concatBytes, type KnownAnchor, noteKeyId } from '../../../src/core/index.js';
import type { TestWitness } from '../../../src/core/verification/testing/witness.js';
import { line, note, origin, otherOrigin, otherPair, publicOf } from './log.js';
import { at, chance, crypto, iso, w, witnesses } from './scene.js';
import { type Crime, type Family, kind, type Overlay } from './vector.js';

type Signed = (note: string) => string;
// biome-ignore lint/suspicious/noExplicitAny: whoever commits a crime writes what no type allows
type Loose = any;

const sayOf = (anchor: object): string => `${origin}/anchor\n${canonicalJson(anchor as never)}\n`;
const by =
  (...all: TestWitness[]) =>
  (said: string, time = at - 60_000) =>
    all.reduce((sofar, one) => one.cosign(sofar, time), said);
/** Both witnesses of the quorum. */
export const both = by(witnesses.one, witnesses.two);

/** Receipt and statements of the genuine licence: `make` says how the second anchor, that of the receipt, is stated. */
export function stated(make: (anchor: KnownAnchor) => string[]): Overlay {
  const { receipt, anchors } = w.log(w.issued);
  const [first, second] = anchors as [KnownAnchor, KnownAnchor];
  return {
    '/receipt/value': receipt,
    '/anchors': { statements: [both(note(sayOf({ ...first }))), ...make(second)], asOf: iso(at) },
  };
}
/** How the log and its witnesses state an anchor. */
export const statement = (anchor: object): string => both(note(sayOf(anchor)));

const uncosigned = kind('attestation', 'statement-not-cosigned', { on: 'stated' });
const unheard = kind('attestation', 'anchor-unconfirmed-overdue', { on: 'stated' });
const cosigned = (name: string, source: string, sign: Signed, more = {}): Crime =>
  uncosigned(name, source, undefined, () => stated((anchor) => [sign(note(sayOf({ ...anchor })))]), more);
const quorum = 'own: a quorum of listed witnesses';
const spec = 'C2SP tlog-cosignature';
const unsigned = { signed: false } as const;
const textOf = (said: string) => said.slice(0, said.lastIndexOf('\n\n') + 1);
const witnessPair = (name: string) => chance.edPair(name);

/** A line of a witness with a time and a message of its own. */
const forged =
  (name: string, time: bigint, message: (text: string) => string): Signed =>
  (said) => {
    const pair = witnessPair(name);
    const seconds = Buffer.alloc(8);
    seconds.writeBigUInt64BE(time);
    return (
      said +
      line(textOf(said), {
        name,
        pair,
        keyId: noteKeyId(name, publicOf(pair), crypto, 4),
        signature: (text, own) => {
          const bytes = Buffer.from(
            line(message(text), { name, pair: own }).split(' ')[2] as string,
            'base64',
          ).subarray(4);
          return concatBytes(seconds, bytes);
        },
      })
    );
  };
const one = 'witness-one.example';
const two = 'witness-two.example';
const now = BigInt(at / 1000 - 60);
const proper = (time: bigint) => (text: string) => `cosignature/v1\ntime ${time}\n${text}`;
const first = by(witnesses.one);
const second =
  (time: bigint, message = proper(time)): Signed =>
  (said) =>
    forged(two, time, message)(first(said));

const cosignatures = [
  cosigned('cosigned by nobody', quorum, (said) => said),
  cosigned('cosigned by one of two', quorum, by(witnesses.one)),
  cosigned('cosigned twice by one witness', quorum, by(witnesses.one, witnesses.one)),
  cosigned(
    'cosigned by one key under two names',
    `${spec}: a key of its own for each`,
    by(witnesses.one, witnesses.alias),
  ),
  cosigned('cosigned by a witness that the list does not name', quorum, by(witnesses.one, witnesses.stranger)),
  cosigned('cosigned by a witness whose time has ended', quorum, by(witnesses.one, witnesses.ended)),
  cosigned('cosigned by a witness whose time has not begun', quorum, by(witnesses.one, witnesses.later)),
  cosigned('cosigned an hour from now', `${spec}: timestamps in the future`, (said) =>
    witnesses.two.cosign(first(said), at + 3_600_000),
  ),
  cosigned('cosigned before the list vouched for the witness', quorum, (said) =>
    witnesses.two.cosign(first(said), Date.parse('2025-12-31T23:59:59Z')),
  ),
  cosigned('a time that is not the signed one', `${spec}: the signed message`, second(now, proper(now + 1n))),
  cosigned('a time of 2^63', `${spec}: not beyond 2^63 - 1`, second(2n ** 63n)),
  cosigned('a time of 2^64 - 1', `${spec}: not beyond 2^63 - 1`, second(2n ** 64n - 1n)),
  cosigned('a time of zero', quorum, second(0n)),
  cosigned(
    'a time with a leading zero in the message',
    `${spec}: no leading zeroes`,
    second(now, (text) => `cosignature/v1\ntime 0${now}\n${text}`),
  ),
  cosigned(
    'a message of another version',
    `${spec}: the header line`,
    second(now, (text) => `cosignature/v2\ntime ${now}\n${text}`),
  ),
  cosigned(
    'a message without the time',
    spec,
    second(now, (text) => `cosignature/v1\n${text}`),
  ),
  cosigned(
    'a message without the last newline',
    spec,
    second(now, (text) => proper(now)(text.slice(0, -1))),
  ),
  cosigned(
    'a message of the first line alone',
    spec,
    second(now, (text) => proper(now)(`${text.split('\n')[0]}\n`)),
  ),
  cosigned(
    'a plain signature of a witness in place of a cosignature',
    `${spec}: its own key id`,
    (said) => first(said) + line(textOf(said), { name: two, pair: witnessPair(two) }),
  ),
  cosigned(
    'a plain signature under the id of the cosigner',
    spec,
    (said) => first(said) + line(textOf(said), { name: two, pair: witnessPair(two), keyId: witnesses.two.key.keyId }),
  ),
  cosigned(
    'a cosignature under the name of another witness',
    'C2SP signed-note, Signatures: name and id',
    (said) =>
      first(said) +
      witnesses.two
        .cosign(said, at - 60_000)
        .slice(said.length)
        .replace(two, one),
  ),
  cosigned('a cosignature of the checkpoint in place of one of the statement', 'own: domains', (said) => {
    const { receipt } = w.log(w.issued);
    return first(said) + witnesses.two.cosign(receipt.checkpoint, at - 60_000).slice(receipt.checkpoint.length);
  }),
  cosigned('a cosignature of another statement', spec, (said) => {
    const other = said.replace('"blockNumber":105', '"blockNumber":106');
    return first(said) + witnesses.two.cosign(other, at - 60_000).slice(other.length);
  }),
  cosigned(
    'a cosignature with one bit altered',
    spec,
    (said) =>
      witnesses.two
        .cosign(first(said), at - 60_000)
        .replace(/(.)(=*)\n$/, (_, last, pad) => `${last === 'A' ? 'B' : 'A'}${pad}\n`),
    unsigned,
  ),
  cosigned('sixty wrong cosignatures before a good one', 'own: bounded; one line a witness', (said) => {
    const wrong = Array.from({ length: 60 }, (_, i) =>
      line(textOf(said), { name: two, keyId: witnesses.two.key.keyId, signature: () => Buffer.alloc(72, i + 1) }),
    );
    return `${first(said)}${wrong.join('')}${witnesses.two.cosign(said, at - 60_000).slice(said.length)}`;
  }),
  cosigned('a cosignature with a point of small order added', 'RFC 8032 §5.1.7', (said) => {
    const seconds = Buffer.alloc(8);
    seconds.writeBigUInt64BE(now);
    return (
      first(said) +
      line(textOf(said), {
        name: two,
        keyId: witnesses.two.key.keyId,
        signature: (text) => concatBytes(seconds, chance.edTwisted(two, Buffer.from(proper(now)(text)))),
      })
    );
  }),
];

/** A statement that counts for nothing, though witnesses cosigned it. */
const nothing = (name: string, source: string, text: (anchor: Loose) => string, more = {}): Crime =>
  unheard(name, source, undefined, () => stated((anchor) => [both(note(text({ ...anchor })))]), more);
const shape = 'own: one text for one anchor';
const json = (name: string, change: (text: string) => string) =>
  nothing(name, `${shape}; RFC 8785`, (anchor) => `${origin}/anchor\n${change(canonicalJson(anchor))}\n`);
const field = (name: string, members: object, source = shape) =>
  nothing(name, source, (anchor) => sayOf({ ...anchor, ...members }));
const texts = [
  json('the members stand in another order', (text) => `{${text.slice(1, -1).split(',').reverse().join(',')}}`),
  json('a space in the JSON', (text) => text.replace(',', ', ')),
  json('an escaped letter in the JSON', (text) => text.replace('chainId', 'chain\\u0049d')),
  json('a member twice', (text) => text.replace('{', '{"blockNumber":105,')),
  json('a number with an exponent', (text) => text.replace('"treeSize":5', '"treeSize":0.5e1')),
  json('no JSON', () => 'anchored'),
  json('a list', (text) => `[${text}]`),
  json('nested a thousand deep', () => '['.repeat(1000) + ']'.repeat(1000)),
  field('one member more', { final: true }),
  field('no root', { root: undefined }),
  field('a root in hexadecimal', { root: `0x${'0'.repeat(64)}` }),
  field('a size of zero', { treeSize: 0 }),
  field('the size before is the size', { previousTreeSize: 5 }),
  field('the size before is larger', { previousTreeSize: 9 }),
  field('a negative size before', { previousTreeSize: -1 }),
  field('a block time that is no moment', { blockTime: '2026-03-02' }),
  field('another chain', { chainId: 1 }, 'own: the list names chain, contract and log'),
  field('another contract', { contract: `0x${'0'.repeat(40)}` }, 'own: the list names chain, contract and log'),
  field('another log', { logId: `0x${'0'.repeat(64)}` }, 'own: the list names chain, contract and log'),
  kind('attestation', 'anchor-not-on-chain', { on: 'stated' })('another size', shape, undefined, () =>
    stated((anchor) => [statement({ ...anchor, treeSize: 6 })]),
  ),
  nothing('a line more', shape, (anchor) => `${sayOf(anchor)}x\n`),
  nothing('an empty line more', shape, (anchor) => `${sayOf(anchor)}\n`),
  nothing('one line', shape, () => `${origin}/anchor\n`),
  nothing('another first line', shape, (anchor) => sayOf(anchor).replace('/anchor\n', '/anchors\n')),
  nothing('the first line of a checkpoint', 'own: domains', (anchor) => sayOf(anchor).replace('/anchor\n', '\n')),
  nothing('the origin of another log', 'own: the list names the log of a contract', (anchor) =>
    sayOf(anchor).replace(origin, 'registry.example/log2'),
  ),
];

const whole = (name: string, source: string, make: (text: string) => string, more = {}): Crime =>
  unheard(name, source, undefined, () => stated((anchor) => [make(sayOf({ ...anchor }))]), more);
const signers = [
  whole('signed by witnesses and not by the log', 'C2SP signed-note, Signatures', (text) => both(`${text}\n`)),
  whole('signed by another listed log', 'C2SP signed-note, Signatures', (text) =>
    both(note(text, { name: otherOrigin, pair: otherPair })),
  ),
  whole('of another listed log, signed by it', 'own: the contract anchors one log', (text) =>
    both(note(text.replace(origin, otherOrigin), { name: otherOrigin, pair: otherPair })),
  ),
  whole('signed twice by the log', 'own: one line a key', (text) => both(note(text, {}, {}))),
  whole('signed by the log with a wrong line beside', 'C2SP signed-note, Signatures', (text) =>
    both(note(text, {}, { signature: () => new Uint8Array(64) })),
  ),
  whole(
    'signed by a key on no list under the name of the log',
    'C2SP signed-note, Signatures',
    (text) => both(note(text, { pair: chance.edPair('a log on no list') })),
    unsigned,
  ),
  whole('not signed at all', 'C2SP signed-note, Format', (text) => `${text}\n`, unsigned),
  unheard('five hundred and thirteen statements', 'own: bounded', undefined, () =>
    stated((anchor) => [statement({ ...anchor }), ...Array(511).fill('x\n')]),
  ),
  unheard('no statement about this anchor', 'own: fail closed', undefined, () => stated(() => []), unsigned),
  unheard('statements of twenty thousand letters', 'own: bounded', undefined, () =>
    stated((anchor) => [both(note(`${sayOf({ ...anchor })}${'x'.repeat(20_000)}\n`))]),
  ),
];

const differs = kind('attestation', 'statements-differ', { on: 'stated' });
const contradiction = (name: string, change: object, sign: Signed = both): Crime =>
  differs(name, 'own: a log with two faces', undefined, () =>
    stated((anchor) => [statement(anchor), sign(note(sayOf({ ...anchor, ...change })))]),
  );
const contradictions = [
  contradiction('two roots for one size', { root: `sha-256:${'A'.repeat(43)}` }),
  contradiction('two blocks for one size', { blockNumber: 106 }),
  contradiction('two sizes before one size', { previousTreeSize: 3 }),
  contradiction(
    'two transactions for one size, the second not cosigned',
    { transactionHash: `0x${'0'.repeat(64)}` },
    (said) => said,
  ),
];

export const statements: Family[] = [
  {
    family: 'cosignatures',
    about: 'Statements about an anchor that the log signed and too few witnesses cosigned',
    crimes: cosignatures,
  },
  { family: 'statement-text', about: 'Statements whose text is none, cosigned or not', crimes: texts },
  { family: 'statement-signer', about: 'Statements of somebody else, and too many', crimes: signers },
  { family: 'statement-contradiction', about: 'Statements that contradict each other', crimes: contradictions },
];
