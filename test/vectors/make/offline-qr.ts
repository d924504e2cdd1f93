import { zlibSync } from 'fflate';
import { toBase45 } from '../../../src/core/carrier/offline-qr/base45.js';
import { type CborValue, encodeCbor } from '../../../src/core/carrier/offline-qr/cbor.js';
import { encodePayload } from '../../../src/core/carrier/offline-qr/payload.js';
import { type OfflineQrInput, offlineQrKid, offlineQrPrefix } from '../../../src/core/index.js';
import { identifier } from '../../../src/core/verification/testing/world.js';
import { c, carrierKeys, chance, deflate, w } from './scene.js';
import { type Crime, type Family, kind } from './vector.js';

type Key = (typeof carrierKeys)['good'];
const { good } = carrierKeys;
const input = c.qrInput();
const kidOf = (key: Key) => offlineQrKid(key.keyId) as Uint8Array;
const cbor = (value: unknown): Uint8Array => encodeCbor(value as CborValue);
const map = (...entries: [unknown, unknown][]) => new Map(entries);
const header = (key: Key) => cbor(map([1, -7], [4, kidOf(key)]));
const join = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));
const carrier = (content: string) => ({ '/carrier': { kind: 'qr', content, masterFound: true } });
const text = (message: Uint8Array, pack = deflate) => offlineQrPrefix + toBase45(pack(message));

interface Made {
  payload?: Uint8Array;
  protectedHeader?: Uint8Array;
  context?: string;
  key?: Key;
  tag?: Uint8Array;
  unprotected?: unknown;
  /** What the four parts are made into. */
  message?: (parts: unknown[]) => Uint8Array;
}
/** A COSE message of the carrier key over a payload, with all that one may do to it. */
function message(change: Made = {}): Uint8Array {
  const {
    key = good,
    payload = encodePayload(input),
    context = 'Signature1',
    tag = Uint8Array.of(0xd2),
    unprotected = new Map(),
  } = change;
  const first = change.protectedHeader ?? header(key);
  const signature = key.sign(cbor([context, first, new Uint8Array(0), payload]));
  const parts = [first, unprotected, payload, Uint8Array.from(signature)];
  return join(tag, (change.message ?? cbor)(parts));
}

const of = (code: Parameters<typeof kind>[1]) => kind('integrity', code, { on: 'qr' });
const malformed = of('carrier-malformed');
const unsigned = { signed: false } as const;
const cose = (name: string, source: string, change: Made): Crime =>
  malformed(name, source, 'offline-qr-cose', () => carrier(text(message(change))));
const protectedBy = (name: string, source: string, value: unknown) =>
  cose(name, source, { protectedHeader: value instanceof Uint8Array ? value : cbor(value) });
const kid = kidOf(good);
const rfc = 'RFC 9052 §3.1';
const messages = [
  ...([-35, -36, -47, -8, 5, -257, 0] as const).map((algorithm) =>
    protectedBy(`algorithm ${algorithm}`, 'RFC 9053 §2; RFC 8725 §3.1: ES256 alone', map([1, algorithm], [4, kid])),
  ),
  protectedBy('the algorithm as text', 'RFC 9052 §3.1; own: one spelling', map([1, 'ES256'], [4, kid])),
  protectedBy('no algorithm', rfc, map([4, kid])),
  protectedBy('no key id', 'own: the profile', map([1, -7])),
  protectedBy('a key id of seven bytes', 'own: eight bytes', map([1, -7], [4, kid.subarray(0, 7)])),
  protectedBy('a key id of nine bytes', 'own: eight bytes', map([1, -7], [4, join(kid, Uint8Array.of(0))])),
  protectedBy('a key id as text', rfc, map([1, -7], [4, 'carrier'])),
  protectedBy('a critical header that nobody knows', `${rfc}: crit`, map([1, -7], [2, [99]], [4, kid], [99, 1])),
  protectedBy('a content type', 'own: nothing beside', map([1, -7], [3, 0], [4, kid])),
  protectedBy(
    'a chain of its own (x5chain)',
    'RFC 9360 §2; RFC 8725 §3.10',
    map([1, -7], [4, kid], [33, new Uint8Array(4)]),
  ),
  protectedBy('an empty protected header', rfc, new Uint8Array(0)),
  protectedBy('a protected header that is a list', rfc, [1, -7, 4, kid]),
  protectedBy(
    'the algorithm twice',
    'RFC 8949 §5.6: keys are unique',
    join(Uint8Array.of(0xa3, 0x01, 0x26, 0x01, 0x26, 0x04, 0x48), kid),
  ),
  protectedBy(
    'keys in another order',
    'RFC 8949 §4.2.1',
    join(Uint8Array.of(0xa2, 0x04, 0x48), kid, Uint8Array.of(0x01, 0x26)),
  ),
  protectedBy(
    'a long form of a small number',
    'RFC 8949 §4.2.1: shortest forms',
    join(Uint8Array.of(0xa2, 0x01, 0x38, 0x06, 0x04, 0x48), kid),
  ),
  cose('an unprotected algorithm', `${rfc}; RFC 8725 §3.1`, { unprotected: map([1, -7]) }),
  cose('an unprotected key id', rfc, { unprotected: map([4, kid]) }),
  cose('an unprotected header that is a list', rfc, { unprotected: [] }),
  cose('no tag', 'RFC 9052 §4.2', { tag: new Uint8Array(0) }),
  cose('the tag of a MAC', 'RFC 9052 §6.2', { tag: Uint8Array.of(0xd1) }),
  cose('the tag of many signers', 'RFC 9052 §4.1', { tag: Uint8Array.of(0xd8, 0x62) }),
  cose('the tag twice', 'RFC 9052 §4.2', { tag: Uint8Array.of(0xd2, 0xd2) }),
  cose('the tag of a CWT before it', 'RFC 8392 §6', { tag: Uint8Array.of(0xd8, 0x3d, 0xd2) }),
  cose('three parts', 'RFC 9052 §4.2', { message: (parts) => cbor(parts.slice(0, 3)) }),
  cose('five parts', 'RFC 9052 §4.2', { message: (parts) => cbor([...parts, 0]) }),
  cose('a detached payload', 'RFC 9052 §4.1; own: attached', {
    message: ([first, none, , last]) =>
      join(Uint8Array.of(0x84), cbor(first), cbor(none), Uint8Array.of(0xf6), cbor(last)),
  }),
  cose('a payload that is no byte string', 'RFC 9052 §4.2', {
    message: ([first, none, , last]) => cbor([first, none, 'x', last]),
  }),
  cose('a signature of 63 bytes', 'RFC 9053 §2.1', {
    message: (parts) => cbor([...parts.slice(0, 3), (parts[3] as Uint8Array).subarray(1)]),
  }),
  cose('a list of no definite length', 'RFC 8949 §4.2.1', {
    message: (parts) => join(Uint8Array.of(0x9f), ...parts.map(cbor), Uint8Array.of(0xff)),
  }),
  cose('bytes behind the message', 'RFC 8949 §5.3.1', { message: (parts) => join(cbor(parts), Uint8Array.of(0)) }),
  cose('a list that says to have four thousand million parts', 'RFC 8949 §10: resources', {
    message: () => Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff),
  }),
  cose('a byte string that says to have 2^63 bytes', 'RFC 8949 §10', {
    message: () => Uint8Array.of(0x84, 0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
  }),
  cose('lists four thousand deep', 'RFC 8949 §10', { message: () => new Uint8Array(4000).fill(0x81) }),
  cose('tags four thousand deep', 'RFC 8949 §10', { message: () => new Uint8Array(4000).fill(0xc6) }),
  cose('an empty message', 'RFC 9052 §4.2', { message: () => new Uint8Array(0) }),
];

const genuine = text(message());
const compressed = 'offline-qr-compression';
const spelled = (name: string, source: string, because: string, content: string | (() => string), more = {}): Crime =>
  malformed(name, source, because, () => carrier(typeof content === 'function' ? content() : content), more);
const packed = (name: string, source: string, pack: (data: Uint8Array) => Uint8Array) =>
  spelled(name, source, compressed, () => text(message(), pack));
const spellings = [
  spelled('small letters', 'RFC 9285 §4.2', 'offline-qr-prefix', genuine.toLowerCase()),
  spelled('another version', 'own: one form', 'offline-qr-prefix', genuine.replace('ELC1', 'ELC2')),
  spelled('the prefix of a health certificate', 'own: one form', 'offline-qr-prefix', genuine.replace('ELC1', 'HC1')),
  spelled('the prefix alone', 'RFC 1950 §2.2', compressed, 'ELC1:', unsigned),
  spelled('a space before', 'own: one form', 'offline-qr-prefix', ` ${genuine}`),
  spelled('a space behind', 'RFC 9285 §4.2', 'offline-qr-base45', `${genuine}   `),
  spelled('a letter that base45 has not', 'RFC 9285 §4.2', 'offline-qr-base45', genuine.replace(/.$/, '#')),
  spelled('a group beyond 65535', 'RFC 9285 §4.2: GGW at most', 'offline-qr-base45', 'ELC1::::', unsigned),
  spelled('a last group beyond 255', 'RFC 9285 §4.2', 'offline-qr-base45', 'ELC1:::', unsigned),
  spelled('a single letter left over', 'RFC 9285 §4.2', 'offline-qr-base45', 'ELC1:A', unsigned),
  spelled('full-width letters', 'RFC 9285 §4.2', 'offline-qr-base45', genuine.replace(/.$/, '\uff21')),
  spelled('five thousand letters', 'own: bounded', 'offline-qr-too-large', `ELC1:${'A'.repeat(5000)}`, unsigned),
  packed('not compressed', 'own: zlib', (data) => data),
  packed('DEFLATE without zlib', 'RFC 1950', (data) => deflate(data).slice(2, -4)),
  packed('cut short', 'RFC 1950 §2.2', (data) => deflate(data).slice(0, -1)),
  packed('a byte behind the stream', 'RFC 1950 §2.2', (data) => join(deflate(data), Uint8Array.of(0))),
  packed('a second stream behind', 'RFC 1950 §2.2', (data) => join(deflate(data), deflate(data))),
  packed('a wrong checksum', 'RFC 1950 §2.2', (data) =>
    deflate(data).map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte)),
  ),
  packed('one byte over the bound', 'own: bounded', (data) => deflate(join(data, new Uint8Array(4097 - data.length)))),
  packed('a bomb of two megabytes', 'own: bounded', () => zlibSync(new Uint8Array(2_000_000), { level: 9 })),
];

const day = 86_400_000;
const entries = (): Map<number, unknown> =>
  new Map<number, unknown>([
    [1, input.identifier],
    [2, Buffer.from(input.masterDigest.slice(8), 'base64url')],
    [3, Date.parse('2026-03-02') / day],
    [4, Date.parse('2026-03-02') / day],
    [5, Date.parse('2031-03-01') / day],
    [6, input.licenceNumber],
    [7, input.holders],
    [8, new Map(Object.entries(input.faceData ?? {}))],
  ]);
const bytes = (value: Map<number, unknown>) =>
  cbor(new Map([...value].map(([key, item]) => [key, item instanceof Buffer ? Uint8Array.from(item) : item])));
const said = (name: string, source: string, because: string, change: (map: Map<number, unknown>) => unknown): Crime =>
  malformed(name, source, because, () => {
    const value = entries();
    const changed = change(value);
    return carrier(
      text(
        message({ payload: changed instanceof Uint8Array && !(changed instanceof Buffer) ? changed : bytes(value) }),
      ),
    );
  });
const put = (
  name: string,
  because: string,
  key: number,
  value: unknown,
  source = 'own: the table of docs/carriers.md',
) => said(name, source, because, (all) => void (value === undefined ? all.delete(key) : all.set(key, value)));
const shape = 'offline-qr-payload';
const content = 'offline-qr-content';
const raw = (name: string, source: string, make: () => Uint8Array) =>
  said(name, source, shape, () => Uint8Array.from(make()));
const payloads = [
  put('an unknown key', shape, 11, 1),
  put('a key of text', shape, 'verdict' as never, 'valid'),
  put('a negative key', shape, -1, 1),
  raw('the payload is a list', 'own: a map', () => cbor([1, 2])),
  raw('the payload is empty', 'RFC 8949 §5.3.1', () => new Uint8Array(0)),
  raw('the payload is JSON', 'own: CBOR', () => Buffer.from('{"1":"x"}')),
  raw('a key twice', 'RFC 8949 §5.6', () => {
    const all = bytes(entries());
    return join(Uint8Array.of(0xa9), all.subarray(1), Uint8Array.of(0x08, 0xa0));
  }),
  raw('keys in another order', 'RFC 8949 §4.2.1', () =>
    join(Uint8Array.of(0xa2, 0x03, 0x00), Uint8Array.of(0x01, 0x61, 0x78)),
  ),
  raw('a map of no definite length', 'RFC 8949 §4.2.1', () =>
    join(Uint8Array.of(0xbf), bytes(entries()).subarray(1), Uint8Array.of(0xff)),
  ),
  raw('a day as a float', 'RFC 8949 §4.2.2', () => Uint8Array.of(0xa1, 0x03, 0xf9, 0x00, 0x00)),
  raw('a day as a bignum', 'RFC 8949 §3.4.3', () => Uint8Array.of(0xa1, 0x03, 0xc2, 0x41, 0x01)),
  raw('a day that is not a number', 'RFC 8949 §3.3', () => Uint8Array.of(0xa1, 0x03, 0xf9, 0x7e, 0x00)),
  raw('undefined as a value', 'RFC 8949 §3.3', () => Uint8Array.of(0xa1, 0x03, 0xf7)),
  raw('bytes behind the payload', 'RFC 8949 §5.3.1', () => join(bytes(entries()), Uint8Array.of(0))),
  raw('a text that is no UTF-8', 'RFC 8949 §3.1', () => Uint8Array.of(0xa1, 0x01, 0x61, 0xff)),
  said('maps a thousand deep', 'RFC 8949 §10', content, () =>
    join(...Array.from({ length: 1000 }, () => Uint8Array.of(0xa1, 0x08)), Uint8Array.of(0xa0)),
  ),
  put('no identifier', content, 1, undefined),
  put('an identifier with a wrong check character', content, 1, `${input.identifier.slice(0, -1)}-`, 'GB/T 36904'),
  put('an identifier as number', content, 1, 42),
  put('no digest of the master', content, 2, undefined),
  put('a digest of 31 bytes', content, 2, new Uint8Array(31)),
  put('a digest as text', content, 2, input.masterDigest),
  put('no day of issuing', content, 3, undefined),
  put('a day of issuing as text', content, 3, '2026-03-02'),
  put('a day beyond all calendars', content, 3, 2 ** 40),
  put('a day of the year 10000', content, 5, 2_932_897),
  put('no holders', content, 7, []),
  put('a holder as number', content, 7, [42]),
  put('an empty holder', content, 7, ['']),
  put('fifty-one holders', content, 7, Array(51).fill('张三')),
  put('a holder of 201 letters', content, 7, ['张'.repeat(201)]),
  put('a licence number of 101 letters', content, 6, '1'.repeat(101)),
  put('no face', content, 8, new Map()),
  put('a face that is a list', content, 8, []),
  put('a field of the face that is a list', content, 8, map(['scope', []])),
  put('a field of the face named by a number', content, 8, map([1, 'x'])),
  put('a field named __proto__', content, 8, map(['__proto__', 'x'])),
  put('a field named with a slash', content, 8, map(['a/b', 'x'])),
  put('thirty-three fields', content, 8, new Map(Array.from({ length: 33 }, (_, i) => [`f${i}`, i]))),
  put('a picture without the digest of its portrait', content, 9, new Uint8Array(40)),
  put('a portrait that is no picture', content, 10, map(['portrait', new Uint8Array(32)])),
];

const differs = of('carrier-field-differs');
const lie = (name: string, pointer: string, change: Partial<OfflineQrInput>): Crime =>
  differs(name, 'own: a carrier says what its master says', pointer, () =>
    carrier(c.qr(change, good, good.keyId, deflate)),
  );
const lies = [
  lie('another holder', '/holders/0/name', { holders: ['李四'] }),
  lie('a holder more', '/holders/1/name', { holders: ['张三', '李四'] }),
  lie('another licence number', '/licenceNumber', { licenceNumber: '(2026) 0043' }),
  lie('another version', '/identifier', { identifier: identifier({ version: 2 }) }),
  lie('another day of issuing', '/issuanceDate', { issuanceDate: '2026-03-01' }),
  lie('an earlier first day', '/validFrom', { validFrom: '2020-01-01' }),
  lie('a later last day', '/validUntil', { validUntil: '2099-12-31' }),
  lie('no last day', '/validUntil', { validUntil: undefined }),
  lie('another field', '/faceData/scope', { faceData: { scope: '烟草' } }),
  lie('a field that the master has not', '/faceData/seats', { faceData: { scope: '餐饮', seats: 100 } }),
  lie('a field that is no scalar in the master', '/faceData/address', { faceData: { address: '长沙' } }),
  lie('a holder with a space behind', '/holders/0/name', { holders: ['张三 '] }),
  lie('a holder in other characters that look alike', '/holders/0/name', { holders: ['張三'] }),
];

const signedBy = (name: string, code: Parameters<typeof kind>[1], source: string, change: Made, more = {}): Crime =>
  of(code)(name, source, undefined, () => carrier(text(message(change))), more);
const status = { ...good, sign: w.status.sign };
const signers = [
  signedBy('signed by the status key under the name of the carrier key', 'carrier-signature-wrong', 'RFC 8725 §3.12', {
    key: status,
  }),
  signedBy('signed for another context', 'carrier-signature-wrong', 'RFC 9052 §4.4: Signature1', {
    context: 'Signature',
  }),
  signedBy('signed by a key that was stolen', 'carrier-signer-compromised', 'own: the trust list', {
    key: carrierKeys.stolen,
  }),
  signedBy('signed by a key that had ended', 'carrier-signer-not-in-period', 'own: the trust list', {
    key: carrierKeys.ended,
  }),
  signedBy('signed by a key whose time has not begun', 'carrier-signer-not-in-period', 'own: the trust list', {
    key: carrierKeys.early,
  }),
  signedBy(
    'signed by a key on no list',
    'carrier-signer-unknown',
    'own: the trust list',
    { key: carrierKeys.stranger },
    unsigned,
  ),
  signedBy(
    'a key on no list under the name of a listed one',
    'carrier-signature-wrong',
    'own: eight bytes prove nothing',
    { key: { ...carrierKeys.stranger, keyId: good.keyId } },
    unsigned,
  ),
  of('carrier-signature-wrong')(
    'r and s are zero',
    'RFC 8725 §3.3',
    undefined,
    () => carrier(text(message({ message: (parts) => cbor([...parts.slice(0, 3), new Uint8Array(64)]) }))),
    unsigned,
  ),
  of('carrier-signature-wrong')(
    'the payload of another code',
    'RFC 9052 §4.4',
    undefined,
    () =>
      carrier(
        text(
          message({
            message: ([first, none, , last]) =>
              cbor([first, none, encodePayload({ ...input, holders: ['李四'] }), last]),
          }),
        ),
      ),
    unsigned,
  ),
  of('carrier-not-on-record')('the registry never made it', 'own: the record of carriers', undefined, () => ({
    '/carrier': { kind: 'qr', content: genuine, masterFound: true, onRecord: false },
  })),
  of('carrier-of-another-master')(
    'of another master of the same licence',
    'own: the digest of the master',
    undefined,
    () =>
      carrier(
        text(
          message({
            payload: encodePayload({
              ...input,
              masterDigest: `sha-256:${Buffer.from(chance.bytes(32)).toString('base64url')}`,
            }),
          }),
        ),
      ),
  ),
  malformed('a code without a portrait as one with', 'own: two forms', 'carrier-kind', () => ({
    '/carrier': { kind: 'qr-photo', content: genuine, masterFound: true },
  })),
];

export const offlineQr: Family[] = [
  { family: 'offline-qr-spelling', about: 'Base45 and compression of an offline code', crimes: spellings },
  {
    family: 'offline-qr-cose',
    about: 'COSE messages of the carrier key that are none of an offline code',
    crimes: messages,
  },
  { family: 'offline-qr-payload', about: 'Payloads that the carrier key signed and that are none', crimes: payloads },
  { family: 'offline-qr-lies', about: 'Codes that say what their master does not', crimes: lies },
  { family: 'offline-qr-signer', about: 'Codes of somebody else or of another licence', crimes: signers },
];
