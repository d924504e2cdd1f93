import type { Signer } from '../../../src/core/verification/testing/chance.js';
import { note, origin, otherOrigin, otherPair } from './log.js';
import {
  at,
  carrierKeys,
  iso,
  keys,
  list,
  nested,
  signJws,
  signText,
  statusToken,
  statusUri,
  trustOf,
  w,
} from './scene.js';
import { stated, statement } from './statements.js';

/** A bundle that its reader refuses; `seen` is what the verifier used before. */
export interface BundleCrime {
  name: string;
  source: string;
  signed: boolean;
  refusedBy: { reader: string };
  seen?: { number: number; trustListNumber?: number };
  make: () => string;
}

// biome-ignore lint/suspicious/noExplicitAny: whoever commits a crime writes what no type allows
type Loose = any;
const now = at / 1000;
const typ = 'elicence-trust-bundle+jwt';
const header = { alg: 'ES256', typ, kid: 'status-1' };
/** The short list and little else: bundles are refused for what is put into them. */
const payload = (): Loose => ({
  iss: list.registry.baseUrl,
  iat: now,
  exp: now + 86_400,
  number: 12,
  trustList: w.trustJws(),
  statusLists: [],
  anchors: [],
  checkpoint: null,
});
/** The genuine bundle with all that one has, which its reader takes. */
export const whole = (): string => {
  const { statements } = stated((anchor) => [statement({ ...anchor })])['/anchors'] as { statements: string[] };
  const checkpoint = note(`${origin}\n9\n${'A'.repeat(43)}=\n`);
  return bundle({ statusLists: [{ uri: statusUri, token: statusToken() }], anchors: statements, checkpoint });
};
const bundle = (change: object = {}, head: object = {}, signer: Pick<Signer, 'sign'> = w.status): string =>
  signJws({ ...header, ...head }, { ...payload(), ...change }, signer);

const crime = (
  name: string,
  source: string,
  reader: string,
  make: () => string,
  more: Partial<BundleCrime> = {},
): BundleCrime => ({
  name,
  source,
  signed: true,
  refusedBy: { reader },
  make,
  ...more,
});
const own = 'own: everything inside is the registry’s';
const form = (name: string, change: object, source = 'own: the shape') =>
  crime(name, source, 'trust-bundle-malformed', () => bundle(change));
const type = (name: string, source: string, head: object) =>
  crime(name, source, 'trust-bundle-wrong-type', () => bundle({}, head));
const key = (name: string, reader: string, head: object, signer = w.status) =>
  crime(name, 'RFC 8725 §3.12; own: the trust list inside', reader, () => bundle({}, head, signer));
const inner = (name: string, reader: string, change: () => object, source = own) =>
  crime(name, source, reader, () => bundle(change()));
const tokens = (token: string, uri = statusUri) => ({ statusLists: [{ uri, token }] });

export const trustBundles: BundleCrime[] = [
  type('alg is none', 'RFC 8725 §3.1', { alg: 'none' }),
  type('alg is ES256K', 'RFC 8725 §3.1', { alg: 'ES256K' }),
  type('typ is JWT', 'RFC 8725 §3.11', { typ: 'JWT' }),
  type('typ is that of a trust list', 'RFC 8725 §3.12', { typ: 'elicence-trust+jwt' }),
  type('its own key (jwk)', 'RFC 8725 §3.10', { jwk: w.status.jwk }),
  type('crit with an extension that nobody knows', 'RFC 7515 §4.1.11', { crit: ['x'], x: 1 }),
  crime('a status token in its place', 'RFC 8725 §3.12', 'trust-bundle-wrong-type', () => statusToken()),
  crime('a trust list in its place', 'RFC 8725 §3.12', 'trust-bundle-malformed', () => w.trustJws()),
  key('no kid', 'trust-bundle-unknown-key', { kid: undefined }),
  key('a kid that the list does not name', 'trust-bundle-unknown-key', { kid: 'status-2' }),
  key('signed by the promise key under its own name', 'trust-bundle-unknown-key', { kid: 'promise-1' }, w.promise),
  key('signed by the promise key under the name of the status key', 'trust-bundle-signature', {}, w.promise),
  key('signed by the trust root', 'trust-bundle-signature', {}, w.root),
  key('signed by an authority', 'trust-bundle-signature', {}, w.a),
  key('signed by a carrier key', 'trust-bundle-signature', {}, carrierKeys.good),
  crime('signed by a status key that was stolen', own, 'trust-bundle-unknown-key', () =>
    bundle({ trustList: trustOf() }, { kid: 'status-x' }, keys.stolenStatus),
  ),
  crime('signed by a status key whose time has ended', own, 'trust-bundle-unknown-key', () =>
    bundle({ trustList: trustOf() }, { kid: 'status-0' }, keys.oldStatus),
  ),
  crime(
    'its payload is another after signing',
    'RFC 8725 §3.3',
    'trust-bundle-signature',
    () => {
      const [head, , signature] = bundle().split('.');
      return `${head}.${bundle({ number: 13 }).split('.')[1]}.${signature}`;
    },
    { signed: false },
  ),
  form('no number', { number: undefined }),
  form('a number that is a text', { number: '12' }),
  form('iat is a fraction', { iat: now + 0.5 }, 'own: whole seconds'),
  form('exp is a text', { exp: 'never' }, 'RFC 7519 §2'),
  form('exp is iat', { exp: now }, 'RFC 7519 §4.1.4'),
  form('it lives for a year', { exp: now + 31_536_000 }, 'own: bounded'),
  form('status lists as object', { statusLists: {} }),
  form('a status list without its address', { statusLists: [{ token: 'x' }] }),
  form('three hundred anchors', { anchors: Array(300).fill('x') }, 'own: bounded'),
  form('two thousand status lists', { statusLists: Array(2000).fill({ uri: 'x', token: 'x' }) }, 'own: bounded'),
  form('no checkpoint, and no word that there is none', { checkpoint: undefined }),
  form('nested five deep', { x: JSON.parse(nested(4)) }, 'own: bounded'),
  crime('the number is said twice', 'RFC 7519 §4', 'trust-bundle-malformed', () =>
    signText(JSON.stringify(header), JSON.stringify(payload()).replace('{', '{"number":99,'), w.status),
  ),
  crime('nothing', 'own: bounded', 'trust-bundle-malformed', () => '', { signed: false }),
  inner('of another registry', 'trust-bundle-of-another-registry', () => ({ iss: 'https://other.example' })),
  inner(
    'of this registry with a slash behind',
    'trust-bundle-of-another-registry',
    () => ({ iss: `${list.registry.baseUrl}/` }),
    'RFC 8725 §3.8',
  ),
  inner(
    'of tomorrow',
    'trust-bundle-not-yet-issued',
    () => ({ iat: now + 3600, exp: now + 7200 }),
    'own: a minute of skew',
  ),
  inner(
    'it ended at this very second',
    'trust-bundle-expired',
    () => ({ iat: now - 3600, exp: now }),
    'RFC 7519 §4.1.4',
  ),
  crime('older than one that was used', 'own: no way back', 'trust-bundle-older-than-seen', () => bundle(), {
    seen: { number: 13 },
  }),
  crime(
    'with a trust list older than one that was used',
    'own: no way back',
    'trust-bundle-trust-list',
    () => bundle(),
    { seen: { number: 12, trustListNumber: 5 } },
  ),
  inner('a trust list that another signed', 'trust-bundle-trust-list', () => ({
    trustList: w.trustJws({}, keys.stranger),
  })),
  inner('a trust list that the status key signed', 'trust-bundle-trust-list', () => ({
    trustList: w.trustJws({}, w.status),
  })),
  inner('a trust list that has expired', 'trust-bundle-trust-list', () => ({
    trustList: w.trustJws({ expiresAt: iso(at) }),
  })),
  inner('a trust list that is none', 'trust-bundle-trust-list', () => ({ trustList: '' })),
  inner('a status list of another address', 'trust-bundle-status-list', () => tokens(statusToken(), `${statusUri}0`)),
  inner('a status list twice', 'trust-bundle-status-list', () => ({
    statusLists: [0, 1].map(() => ({ uri: statusUri, token: statusToken() })),
  })),
  inner('a status list by an authority', 'trust-bundle-status-list', () => tokens(statusToken({ signer: w.a }))),
  inner('a status list that had ended', 'trust-bundle-status-list', () =>
    tokens(statusToken({ payload: { exp: now } })),
  ),
  inner('a status list of tomorrow', 'trust-bundle-status-list', () =>
    tokens(statusToken({ payload: { iat: now + 3600, exp: now + 7200 } })),
  ),
  inner('a status list whose nbf is in the future', 'trust-bundle-status-list', () =>
    tokens(statusToken({ payload: { nbf: now + 3600 } })),
  ),
  inner(
    'a credential in place of a status list',
    'trust-bundle-status-list',
    () => tokens(w.issued.credential.split('~')[0] as string),
    'RFC 8725 §3.12',
  ),
  inner('an anchor that is a checkpoint', 'trust-bundle-anchor', () => ({
    anchors: [note(`${origin}\n9\n${'A'.repeat(43)}=\n`)],
  })),
  inner('an anchor that is no note', 'trust-bundle-anchor', () => ({ anchors: ['x'] })),
  inner('a checkpoint of a log that the list does not name', 'trust-bundle-checkpoint', () => ({
    checkpoint: note(`${otherOrigin}\n9\n${'A'.repeat(43)}=\n`, { name: otherOrigin, pair: otherPair }),
  })),
  inner('a checkpoint by another log', 'trust-bundle-checkpoint', () => ({
    checkpoint: note(`${origin}\n9\n${'A'.repeat(43)}=\n`, { pair: otherPair }),
  })),
  inner('a checkpoint whose size has a leading zero', 'trust-bundle-checkpoint', () => ({
    checkpoint: note(`${origin}\n09\n${'A'.repeat(43)}=\n`),
  })),
  inner('a checkpoint that is none', 'trust-bundle-checkpoint', () => ({ checkpoint: '' })),
];
