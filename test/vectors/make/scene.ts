import { createPublicKey } from 'node:crypto';
import { zlibSync } from 'fflate';
import { encodeStatusList, formatNoteKey, toBase64url } from '../../../src/core/index.js';
import type { ListedKey, TrustList } from '../../../src/core/trust/index.js';
import { Carriers } from '../../../src/core/verification/testing/carriers.js';
import { type Signer, seeded } from '../../../src/core/verification/testing/chance.js';
import { newWitness } from '../../../src/core/verification/testing/witness.js';
import {
  at,
  codeA,
  crypto,
  type Issued,
  iso,
  issuerA,
  otherType,
  signJws,
  statusUri,
  typeCode,
  World,
} from '../../../src/core/verification/testing/world.js';
import type { Overlay } from './vector.js';

export { at, crypto, iso };

/** Keys, salts and signatures of all vectors: whoever runs the maker again gets the same files. */
export const chance = seeded('elicence verification vectors 1');
export const w = new World(chance);

/** A type whose right has ended, one whose right begins later, and one that the list has no entry for. */
export const types = {
  ended: '11100000000013338W043',
  later: '11100000000013338W054',
  unlisted: '11100000000013338W065',
};
export const vctOf = (name: string) => `https://registry.example/types/${name}/1`;

/** Keys that stand on the list, each with a past or a use of its own. */
export const keys = {
  endedCertificate: chance.signer('certificate ended'),
  stolen: chance.signer('certificate stolen before'),
  stolenLater: chance.signer('certificate stolen later'),
  oldStatus: chance.signer('status key of old'),
  stolenStatus: chance.signer('status key stolen'),
  stolenPromise: chance.signer('promise key stolen'),
  stranger: chance.signer('a key on no list'),
  holder: chance.signer('holder'),
};

const carrierKey = (name: string) => {
  const signer = chance.signer(name);
  const { x, y } = signer.jwk;
  const keyId = crypto.digestText(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }));
  const pem = createPublicKey({ key: { ...signer.jwk }, format: 'jwk' }).export({
    format: 'pem',
    type: 'spki',
  }) as string;
  return {
    ...signer,
    keyId,
    publicKey: signer.jwk,
    pem,
    sign: (data: Uint8Array) => new Uint8Array(signer.sign(data)),
  };
};
export const carrierKeys = {
  good: carrierKey('carrier'),
  ended: carrierKey('carrier of old'),
  stolen: carrierKey('carrier stolen'),
  early: carrierKey('carrier of tomorrow'),
  stranger: carrierKey('carrier on no list'),
};
export const c = new Carriers(w, w.issued, carrierKeys.good);

const witness = (name: string, key = name) => newWitness(name, chance.edPair(key));
/** Two must agree. `alias` is the first once more under another name. */
export const witnesses = {
  one: witness('witness-one.example'),
  two: witness('witness-two.example'),
  alias: witness('witness-alias.example', 'witness-one.example'),
  ended: witness('witness-ended.example'),
  later: witness('witness-later.example'),
  stranger: witness('witness-stranger.example'),
};

/** A log that the list names and no contract anchors. */
export const otherOrigin = 'registry.example/other';
export const otherPair = chance.edPair('other log');
const otherKey = Buffer.from(otherPair.publicKey.export({ format: 'jwk' }).x as string, 'base64url');

const since = '2025-01-01T00:00:00Z';
const listed = (use: ListedKey['use'], keyId: string, { jwk }: Signer, more: Partial<ListedKey> = {}): ListedKey => ({
  use,
  keyId,
  publicKey: jwk,
  from: since,
  ...more,
});
const carrier = (key: (typeof carrierKeys)['good'], more: Partial<ListedKey> = {}): ListedKey =>
  listed('carrier', key.keyId, key, { certificate: key.thumbprint, ...more });
const certificate = ({ thumbprint, jwk }: Signer, more: object = {}) => ({
  thumbprint,
  publicKey: jwk,
  notBefore: since,
  notAfter: '2028-01-01T00:00:00Z',
  ...more,
});

const [a, b] = w.list.authorities as [TrustList['authorities'][0], TrustList['authorities'][0]];
const from = '2020-01-01T00:00:00Z';

/** The trust list of the vectors. */
export const list: TrustList = {
  ...w.list,
  authorities: [
    {
      ...a,
      certificates: [
        ...a.certificates,
        certificate(keys.endedCertificate, { notAfter: '2026-03-02T01:00:00Z' }),
        certificate(keys.stolen, { compromisedAt: '2026-03-01T00:00:00Z' }),
        certificate(keys.stolenLater, { compromisedAt: '2026-03-02T01:00:05Z' }),
      ],
      rights: [
        ...a.rights,
        { typeCode: types.ended, from, until: '2026-03-02T01:00:00Z' },
        { typeCode: types.later, from: '2026-03-02T01:00:01Z' },
        { typeCode: types.unlisted, from },
      ],
    },
    { ...b, rights: [...b.rights, { typeCode: otherType, from }] },
  ],
  types: [
    ...w.list.types,
    ...(['ended', 'later'] as const).map((name) => ({
      code: types[name],
      name: { 'zh-CN': '许可证', en: 'Permit' },
      vct: [vctOf(name)],
    })),
  ],
  keys: [
    ...w.list.keys,
    listed('status', 'status-0', keys.oldStatus, { until: '2026-02-01T00:00:00Z' }),
    listed('status', 'status-x', keys.stolenStatus, { compromisedAt: '2026-03-04T00:00:00Z' }),
    listed('promise', 'promise-x', keys.stolenPromise, { compromisedAt: '2026-03-04T00:00:00Z' }),
    carrier(carrierKeys.good),
    carrier(carrierKeys.ended, { until: '2026-03-02T01:00:00Z' }),
    carrier(carrierKeys.stolen, { compromisedAt: '2026-03-04T00:00:00Z' }),
    carrier(carrierKeys.early, { from: '2026-03-06T00:00:00Z' }),
  ],
  logs: [...w.list.logs, { origin: otherOrigin, noteKey: formatNoteKey(otherOrigin, otherKey, crypto) }],
  witnesses: [
    witnesses.one.listed,
    witnesses.two.listed,
    witnesses.alias.listed,
    { ...witnesses.ended.listed, until: '2026-03-01T00:00:00Z' },
    { ...witnesses.later.listed, from: '2026-04-01T00:00:00Z' },
  ],
  witnessQuorum: 2,
};

/** The list, changed and signed by the root. */
export const trustOf = (change: Partial<TrustList> = {}, signer = w.root): string =>
  w.trustJws({ ...list, ...change }, signer);

/** Receipt and anchors of an issued licence. */
export function logged(issued: Issued): Overlay {
  const { receipt, anchors } = w.log(issued);
  return { '/receipt/value': receipt, '/anchors/anchors': anchors };
}

/** A zlib stream that is the same on every machine. */
export const deflate = (data: Uint8Array): Uint8Array => zlibSync(data, { level: 9 });

/** A status list of 64 places of two bits with one value set. */
export function lists(value = 0, index = 7) {
  const values = new Uint8Array(64);
  values[index] = value;
  return encodeStatusList(values, 2, deflate);
}

export interface TokenChange {
  header?: object;
  payload?: object;
  /** What stands in place of the payload's JSON. */
  json?: (json: string) => string;
  signer?: Pick<Signer, 'sign'>;
}

/** A status token of the registry, changed and signed; a member that is `undefined` is left out. */
export function statusToken(
  { header = {}, payload = {}, json, signer = w.status }: TokenChange = {},
  time = at,
): string {
  const iat = time / 1000 - 60;
  const said = { sub: statusUri, iat, exp: iat + 600, ttl: 300, status_list: lists(), ...payload };
  const head = { alg: 'ES256', typ: 'statuslist+jwt', kid: 'status-1', ...header };
  return json === undefined
    ? signJws(head, said, signer)
    : signText(JSON.stringify(head), json(JSON.stringify(said)), signer);
}

/** Signs a compact JWS of two texts as they are. */
export function signText(
  header: string | Uint8Array,
  payload: string | Uint8Array,
  signer: Pick<Signer, 'sign'>,
): string {
  const part = (text: string | Uint8Array) => toBase64url(Buffer.from(text as string));
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${toBase64url(signer.sign(Buffer.from(input)))}`;
}

/** JSON of nested arrays, so many deep. */
export const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

export { codeA, issuerA, otherType, signJws, statusUri, typeCode };
