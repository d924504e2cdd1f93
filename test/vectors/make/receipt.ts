import { formatDigest, toBase64url } from '../../../src/core/index.js';
import { leafHash, nodeHash } from '../../../src/core/merkle/index.js';
import { promiseSigningInput } from '../../../src/core/receipt/index.js';
import { identifier, issuedAt } from '../../../src/core/verification/testing/world.js';
import { base64, note, origin, receipt, tree } from './log.js';
import { at, chance, crypto, iso, keys, logged, nested, statusToken, w } from './scene.js';
import { type Crime, type Family, kind, type Overlay } from './vector.js';

// biome-ignore lint/suspicious/noExplicitAny: whoever commits a crime writes what no type allows
type Loose = any;
const attestation = (code: Parameters<typeof kind>[1]) => kind('attestation', code);
const malformed = attestation('receipt-malformed');
const altered = (name: string, source: string, change: (receipt: Loose) => void): Crime =>
  malformed(name, source, undefined, () => receipt((value) => change(value)));
const member = (path: string, how: string, value: unknown, source = 'own: one shape, one spelling'): Crime =>
  altered(`${path} is ${how}`, source, (whole) => {
    const names = path.split('.');
    const last = names.pop() as string;
    const owner = names.reduce((object, name) => object[name], whole);
    if (value === undefined) delete owner[last];
    else owner[last] = value;
  });

const shapes = [
  ...(
    ['event', 'salt', 'entry', 'index', 'treeSize', 'inclusionProof', 'checkpoint', 'anchor', 'previousAnchor'] as const
  ).map((name) => member(name, 'missing', undefined)),
  member('index', 'negative', -1, 'RFC 9162 §2.1.3'),
  member('index', 'a fraction', 2.5, 'RFC 9162 §2.1.3'),
  member('index', 'a text', '2'),
  member('index', 'beyond whole numbers', 2 ** 53, 'RFC 9162 §2.1.3'),
  member('treeSize', 'zero', 0, 'RFC 9162 §2.1.3'),
  member('treeSize', 'beyond whole numbers', 2 ** 64, 'RFC 9162 §2.1.3'),
  member('treeSize', 'a text', '5'),
  member('salt', 'of 31 bytes', 'A'.repeat(42)),
  member('salt', 'in plain base64', `${'+'.repeat(43)}=`),
  member('salt', 'a hundred thousand letters', 'A'.repeat(100_000)),
  member('entry', 'without its algorithm', 'A'.repeat(43)),
  member('entry', 'of another algorithm', `sha-512:${'A'.repeat(43)}`),
  member('entry', 'in hexadecimal', `sha-256:${'a'.repeat(64)}`),
  member('inclusionProof', 'a text', 'sha-256:x'),
  member('inclusionProof', 'of sixty-five hashes', Array(65).fill(`sha-256:${'A'.repeat(43)}`), 'own: bounded'),
  member('inclusionProof', 'of a hundred thousand hashes', Array(100_000).fill('x'), 'own: bounded'),
  member('inclusionProof', 'of one hash of 31 bytes', [`sha-256:${'A'.repeat(42)}`], 'RFC 9162 §2.1.3'),
  member('inclusionProof', 'a list of lists', [[]]),
  member('checkpoint', 'an object', {}),
  member('checkpoint', 'empty', ''),
  member('checkpoint', 'a hundred thousand letters', 'x'.repeat(100_000), 'own: bounded'),
  member('event.time', 'in another zone', '2026-03-02T09:00:00+08:00', 'RFC 3339 §4.1'),
  member('event.time', 'the 30th of February', '2026-02-30T00:00:00Z', 'RFC 3339 §5.7'),
  member('event.time', 'a number', issuedAt),
  member('event.command', 'none that is known', 'forge'),
  member('event.statusIndex', 'negative', -7),
  member('event.typeVersion', 'a fraction', 1.5),
  member('event.previousEvent', 'missing', undefined),
  member('event.note', 'one member more', 'x'),
  member('verified', 'one member more', true),
  member('anchor.treeSize', 'zero', 0),
  member('anchor.chainId', 'a text', '1337'),
  member('anchor.contract', 'a name', 'registry.eth'),
  member('anchor.logId', 'in capitals', `0x${'1F'.repeat(32)}`),
  member('anchor.transactionHash', 'short', '0x00'),
  member('anchor.blockNumber', 'negative', -1),
  member('anchor.blockTime', 'a number', 0),
  member('anchor.final', 'one member more', true),
  altered('a member named __proto__', 'own: no prototype by JSON', (value) =>
    Object.defineProperty(value, '__proto__', { value: { anchor: null }, enumerable: true }),
  ),
  malformed('the receipt is a list', 'own: one shape', undefined, () => ({ '/receipt/value': [] })),
  malformed('the receipt is null', 'own: one shape', undefined, () => ({ '/receipt/value': null })),
  malformed('the receipt is its own JSON as text', 'own: one shape', undefined, () => ({
    '/receipt/value': JSON.stringify(w.log(w.issued).receipt),
  })),
  malformed('the receipt nests a thousand deep', 'own: bounded', undefined, () => ({
    '/receipt/value': { event: JSON.parse(nested(1000)) },
  })),
];

/** A receipt over a tree of its own, which the log signed; what is anchored does not matter, the proof is wrong before. */
const proof = (
  name: string,
  source: string,
  change: (receipt: Loose, own: ReturnType<typeof tree>) => void,
  size = 5,
  index = 2,
): Crime =>
  attestation('receipt-inclusion-wrong')(name, source, undefined, () => {
    const own = tree(size, index);
    return receipt((value) => {
      Object.assign(value, {
        index,
        treeSize: size,
        inclusionProof: own.proof.map(formatDigest),
        checkpoint: note(`${origin}\n${size}\n${base64(own.root)}\n`),
      });
      change(value, own);
      // The size stands in two places, and an anchor of another size would be refused for that.
      value.anchor.treeSize = value.treeSize;
    });
  });
const rfc = 'RFC 9162 §2.1.3.2';
const sized = (value: Loose, own: ReturnType<typeof tree>, size: number) =>
  Object.assign(value, { treeSize: size, checkpoint: note(`${origin}\n${size}\n${base64(own.root)}\n`) });
const proofs = [
  proof('the index is the size', rfc, (value) => {
    value.index = 5;
  }),
  proof('the index is beyond the size', rfc, (value) => {
    value.index = 2 ** 52;
  }),
  proof('the index of the neighbour', rfc, (value) => {
    value.index = 3;
  }),
  proof('the first index', rfc, (value) => {
    value.index = 0;
  }),
  proof('a proof without its last hash', rfc, (value) => value.inclusionProof.pop()),
  proof('a proof without its first hash', rfc, (value) => value.inclusionProof.shift()),
  proof('an empty proof', rfc, (value) => {
    value.inclusionProof = [];
  }),
  proof('a proof of one hash more', rfc, (value) => value.inclusionProof.push(`sha-256:${'A'.repeat(43)}`)),
  proof('a proof of sixty-four hashes', `${rfc}; own: bounded`, (value) => {
    value.inclusionProof = Array(64).fill(`sha-256:${'A'.repeat(43)}`);
  }),
  proof('a proof whose hashes have changed places', rfc, (value) => value.inclusionProof.reverse()),
  proof('a proof with one hash altered', rfc, (value) => {
    value.inclusionProof[0] = formatDigest(chance.bytes(32));
  }),
  proof('a tree of one with a proof', rfc, (value, own) => sized(Object.assign(value, { index: 0 }), own, 1)),
  proof('a tree of one whose root is another', rfc, (value, own) =>
    sized(Object.assign(value, { index: 0, inclusionProof: [] }), own, 1),
  ),
  proof('a tree of 2^53 - 1', rfc, (value, own) => sized(value, own, 2 ** 53 - 1)),
  proof('a tree of 2^53 - 1 with fifty-three hashes', rfc, (value, own) =>
    sized(Object.assign(value, { inclusionProof: Array(53).fill(`sha-256:${'A'.repeat(43)}`) }), own, 2 ** 53 - 1),
  ),
  proof('a tree of 2^32 + 5, as 32 bits would take it', rfc, (value, own) => sized(value, own, 2 ** 32 + 5)),
  // The size is no part of the root: this proof fits both trees, and only the chain knows that the log has no such size yet.
  attestation('anchor-unconfirmed-overdue')('a tree of six for the root of five', rfc, undefined, () => {
    const own = tree();
    return receipt((value) => {
      Object.assign(value, { inclusionProof: own.proof.map(formatDigest) });
      value.anchor.treeSize = sized(value, own, 6).treeSize;
      value.previousAnchor = null;
    });
  }),
  proof('an inner node as leaf', 'RFC 9162 §2.1.1: leaves and nodes have a prefix of their own', (value, own) => {
    const inner = nodeHash(own.leaves[0] as Uint8Array, own.leaves[1] as Uint8Array, crypto);
    value.checkpoint = note(`${origin}\n5\n${base64(inner)}\n`);
  }),
  proof('the root of a leaf without its prefix', 'RFC 9162 §2.1.1', (value, own) => {
    sized(Object.assign(value, { index: 0, inclusionProof: [] }), { ...own, root: crypto.sha256(own.entry) }, 1);
  }),
  proof('the root of a leaf under the prefix of a node', 'RFC 9162 §2.1.1', (value, own) => {
    sized(
      Object.assign(value, { index: 0, inclusionProof: [] }),
      { ...own, root: crypto.sha256(Buffer.concat([Buffer.of(1), own.entry])) },
      1,
    );
  }),
  proof('a tree whose odd leaf is doubled', 'RFC 9162 §2.1.1: not as Bitcoin does', (value, own) => {
    const leaf = leafHash(own.entry, crypto);
    const left = nodeHash(own.leaves[0] as Uint8Array, own.leaves[1] as Uint8Array, crypto);
    const root = nodeHash(left, nodeHash(leaf, leaf, crypto), crypto);
    sized(Object.assign(value, { inclusionProof: [leaf, left].map(formatDigest) }), { ...own, root }, 3);
  }),
];

const event = (name: string, code: 'receipt-of-another-licence' | 'receipt-of-another-event', change: object): Crime =>
  attestation(code)(name, 'own: the event that made this very master', undefined, () => {
    const { receipt: value, anchors } = w.log({ ...w.issued, event: { ...w.issued.event, ...change } });
    return { '/receipt/value': value, '/anchors/anchors': anchors };
  });
const issue = (change: object): Overlay => logged(w.issue(change));
const entry = (name: string, change: (value: Loose) => void): Crime =>
  attestation('receipt-entry-mismatch')(name, 'own: the entry is recomputed', undefined, () =>
    receipt((value) => change(value)),
  );
const events = [
  event('a logged event of another master', 'receipt-of-another-licence', {
    masterDigest: `sha-256:${'A'.repeat(43)}`,
  }),
  event('a logged event of another version', 'receipt-of-another-licence', { identifier: identifier({ version: 2 }) }),
  event('a logged event of another type', 'receipt-of-another-licence', { typeCode: '11100000000013338W032' }),
  event('a logged event with another place on the status list', 'receipt-of-another-licence', { statusIndex: 8 }),
  attestation('receipt-of-another-licence')(
    'the receipt of another licence',
    'own: the event that made this very master',
    undefined,
    () => issue({ identifier: identifier({ serial: '0000000043' }) }),
  ),
  attestation('receipt-of-another-licence')(
    'the receipt of the same licence, issued again',
    'own: the digest of the master',
    undefined,
    () => issue({}),
  ),
  ...(['suspend', 'resume', 'revoke', 'rescind', 'cancel', 'supersede', 'transfer'] as const).map((command) =>
    event(`the logged event of another command: ${command}`, 'receipt-of-another-event', { command }),
  ),
  entry('another salt', (value) => {
    value.salt = toBase64url(chance.bytes(32));
  }),
  entry('another entry', (value) => {
    value.entry = formatDigest(chance.bytes(32));
  }),
  entry('an event dated back a year', (value) => {
    value.event.time = '2025-03-02T01:00:00.000Z';
  }),
  entry('an event of another type version', (value) => {
    value.event.typeVersion = 2;
  }),
  entry('an event with another event before it', (value) => {
    value.event.previousEvent = `sha-256:${'A'.repeat(43)}`;
  }),
  entry('an event whose time is spelled without milliseconds', (value) => {
    value.event.time = '2026-03-02T01:00:00Z';
  }),
];

const later = (change: (receipt: Loose, anchors: Loose[]) => void) => () => receipt(change);
const chainCode = (
  name: string,
  code: Parameters<typeof kind>[1],
  source: string,
  change: (receipt: Loose, anchors: Loose[]) => void,
): Crime => attestation(code)(name, source, undefined, later(change));
const listedContract = 'own: the list names chain, contract and log';
const asOnChain = 'own: every field as on the chain';
const anchored = (name: string, code: Parameters<typeof kind>[1], ...hours: number[]): Crime =>
  attestation(code)(name, 'own: block times bound the event', undefined, () => {
    const { receipt: value, anchors } = w.log(
      w.issued,
      hours.map((after) => iso(issuedAt + after * 3_600_000)),
    );
    return { '/receipt/value': value, '/anchors/anchors': anchors };
  });
const anchors = [
  chainCode('an anchor on another chain', 'anchor-contract-unknown', listedContract, (value) => {
    value.anchor.chainId = 1;
  }),
  chainCode('an anchor of another contract', 'anchor-contract-unknown', listedContract, (value) => {
    value.anchor.contract = `0x${'0'.repeat(40)}`;
  }),
  chainCode('an anchor of another log', 'anchor-contract-unknown', listedContract, (value) => {
    value.anchor.logId = `0x${'0'.repeat(64)}`;
  }),
  chainCode(
    'a contract spelled in capitals',
    'anchor-contract-unknown',
    'own: small letters, or as listed',
    (value) => {
      value.anchor.contract = value.anchor.contract.toUpperCase().replace('0X', '0x');
    },
  ),
  chainCode('an anchor of another size than its checkpoint', 'anchor-field-differs', asOnChain, (value) => {
    value.anchor.treeSize = 6;
  }),
  chainCode('an anchor in another block', 'anchor-field-differs', asOnChain, (value) => {
    value.anchor.blockNumber += 1;
  }),
  chainCode('an anchor by another transaction', 'anchor-field-differs', asOnChain, (value) => {
    value.anchor.transactionHash = `0x${'0'.repeat(64)}`;
  }),
  chainCode('an anchor a second earlier', 'anchor-field-differs', asOnChain, (value) => {
    value.anchor.blockTime = '2026-03-02T01:00:09.000Z';
  }),
  chainCode(
    'an anchor that the chain stepped over',
    'anchor-not-on-chain',
    'own: the log has no such size',
    (_, chain) => {
      chain[1].treeSize = 9;
    },
  ),
  chainCode(
    'a checkpoint whose root is not the anchored one',
    'anchor-root-differs',
    'own: a log with two faces',
    (_, chain) => {
      chain[1].root = chain[0].root;
    },
  ),
  chainCode(
    'no anchor before, where the chain has one',
    'previous-anchor-differs',
    'own: what bounds the time',
    (value) => {
      value.previousAnchor = null;
    },
  ),
  chainCode('an anchor before of another size', 'previous-anchor-differs', 'own: what bounds the time', (value) => {
    value.previousAnchor.treeSize = 1;
  }),
  chainCode('an anchor before on another chain', 'previous-anchor-differs', 'own: what bounds the time', (value) => {
    value.previousAnchor.chainId = 1;
  }),
  chainCode('an anchor before in another block', 'previous-anchor-differs', 'own: what bounds the time', (value) => {
    value.previousAnchor.blockNumber += 1;
  }),
  chainCode('an anchor before that is larger', 'previous-anchor-differs', 'own: what bounds the time', (value) => {
    value.previousAnchor.treeSize = 9;
  }),
  chainCode(
    'under a later anchor than the first that holds it',
    'receipt-under-later-anchor',
    'own: the first anchor dates the event',
    (value, chain) => {
      value.previousAnchor.treeSize = 3;
      chain[0].treeSize = 3;
      chain[1].previousTreeSize = 3;
    },
  ),
  chainCode(
    'an anchor before that nobody has read',
    'previous-anchor-unconfirmed',
    'own: what was brought must be shown',
    (_, chain) => {
      chain.shift();
    },
  ),
  chainCode('logged three days ago and never anchored', 'anchor-overdue', 'own: a day to anchor', (value) => {
    value.anchor = null;
  }),
  anchored('an event that says to be later than its block', 'event-after-anchor', -30, -26, -1),
  anchored('an event that says to be older than the log allows', 'back-dated', 97, 98, 99),
  anchored('an event that may be older than the log allows', 'back-dating-not-excluded', 97, 98),
];

const early = issuedAt + 3_600_000;
const promised = kind('attestation', 'promise-wrong', { on: 'pending' });
const promise = (name: string, because: string, change: (promise: Loose) => object | undefined, more = {}): Crime =>
  promised(
    name,
    'own: the word that an event will be logged',
    because,
    () => {
      const value = JSON.parse(JSON.stringify(w.promiseFor(w.issued)));
      return { '/promise': change(value) ?? value };
    },
    more,
  );
const resigned = (value: Loose, signer = w.promise) => ({
  ...value,
  signature: toBase64url(signer.sign(promiseSigningInput(value))),
});
const unlisted = 'a key that the trust list does not name for that time';
const promises = [
  promise('signed by the status key', 'signature', (value) => resigned(value, w.status)),
  promise('signed by the status key under its own name', unlisted, (value) =>
    resigned({ ...value, keyId: 'status-1' }, w.status),
  ),
  promise('signed by a promise key that was stolen', unlisted, (value) =>
    resigned({ ...value, keyId: 'promise-x' }, keys.stolenPromise),
  ),
  promise('signed by an authority', 'signature', (value) => resigned(value, w.a)),
  promise('of a time before its key', unlisted, (value) => resigned({ ...value, time: '2024-12-31T00:00:00.000Z' })),
  promise('with another day to be logged by', 'signature', (value) => ({ ...value, loggedBy: iso(at) }), {
    signed: false,
  }),
  promise('with another salt', 'receipt-entry-mismatch', (value) =>
    resigned({ ...value, salt: toBase64url(new Uint8Array(32)) }),
  ),
  promise('with another entry', 'receipt-entry-mismatch', (value) =>
    resigned({ ...value, entry: `sha-256:${'A'.repeat(43)}` }),
  ),
  promise('of another licence', 'receipt-of-another-licence', () =>
    w.promiseFor(w.issue({ licenceNumber: '(2026) 0043' })),
  ),
  promise('of another command', 'receipt-of-another-event', () =>
    w.promiseFor({ ...w.issued, event: { ...w.issued.event, command: 'resume' } }),
  ),
  promise('with one member more', 'promise-malformed', (value) => ({ ...value, final: true })),
  promise('with a signature in DER', 'promise-malformed', (value) => ({ ...value, signature: 'MEUCIQ' }), {
    signed: false,
  }),
  promise('whose signature is over the text without its domain', 'signature', (value) => ({
    ...value,
    signature: toBase64url(w.promise.sign(promiseSigningInput(value).subarray(20))),
  })),
  kind('attestation', 'no-receipt', { on: 'pending', signed: false })(
    'neither receipt nor promise',
    'own: fail closed',
    undefined,
    () => ({ '/promise': undefined }),
  ),
  kind('attestation', 'promise-overdue', { on: 'pending' })(
    'a promise of three days ago',
    'own: a day to anchor',
    undefined,
    () => ({ '/at': at, '/trust/asOf': iso(at), '/status': { from: 'token', token: statusToken(), asOf: iso(at) } }),
  ),
];

export { early };
export const receipts: Family[] = [
  { family: 'receipt-shape', about: 'Receipts that are none', crimes: shapes },
  { family: 'receipt-proof', about: 'Inclusion proofs under checkpoints that the log signed', crimes: proofs },
  { family: 'receipt-event', about: 'Receipts of other events', crimes: events },
  { family: 'receipt-anchor', about: 'Anchors that are not as on the chain, or too late', crimes: anchors },
  { family: 'promise', about: 'Promises in place of a receipt', crimes: promises },
];
