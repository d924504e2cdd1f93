import { describe, expect, it } from '@jest/globals';
import { fromBase64url, toBase64url } from '../bytes/index.js';
import { parseStrictJson } from '../json/index.js';
import { statementOf } from '../verification/testing/witness.js';
import { at, crypto, hour, iso, newSigner, statusUri, World } from '../verification/testing/world.js';
import { finishTrustBundle, trustBundleSigningInput } from './assemble-trust-bundle.js';
import { evidenceByBundle } from './evidence-by-bundle.js';
import { readTrustBundle, type TrustBundleContext } from './read-trust-bundle.js';
import { Bundles } from './testing/bundles.js';
import { type TrustBundle, trustBundleLimits, trustBundleMediaType, trustBundleType } from './trust-bundle.js';

const w = new World();
const b = new Bundles(w);
const payload = b.payload();
const read = (change: object = {}, context: Partial<TrustBundleContext> = {}) =>
  readTrustBundle(b.sign({ ...payload, ...change }), { root: w.root.jwk, at: at + hour, ...context }, crypto);
const code = (...asked: Parameters<typeof read>) => {
  const bundle = read(...asked);
  return bundle.ok ? 'read' : bundle.code;
};

describe('what is signed of a trust bundle', () => {
  const parts = (input: string) =>
    input.split('.').map((part) => {
      const json = parseStrictJson(new TextDecoder().decode(fromBase64url(part)), { maxLength: 1e6, maxDepth: 9 });
      return json.ok ? json.value : undefined;
    });

  it('is what others read: these names stay', () => {
    expect(trustBundleType).toBe('elicence-trust-bundle+jwt');
    expect(trustBundleMediaType).toBe('application/elicence-trust-bundle+jwt');
  });

  it('is a header without a word too many, and the payload with the masters that are told of', () => {
    const header = { alg: 'ES256', kid: 'status-1', typ: trustBundleType };
    expect(parts(trustBundleSigningInput(payload, 'status-1'))).toEqual([header, payload]);
    const masters = { invalid: 'A'.repeat(16), suspended: '' };
    expect(parts(trustBundleSigningInput({ ...payload, masters }, 'status-1'))).toEqual([
      header,
      { ...payload, masters },
    ]);
    const statusLists = payload.statusLists.map((one) => ({ ...one, size: 4 }));
    expect(parts(trustBundleSigningInput({ ...payload, statusLists }, 'status-1'))).toEqual([header, payload]);
  });

  it('is joined with a signature of 64 bytes and no other', () => {
    expect(finishTrustBundle('a.b', new Uint8Array(64))).toBe(`a.b.${toBase64url(new Uint8Array(64))}`);
    for (const length of [0, 63, 65]) {
      expect(() => finishTrustBundle('a.b', new Uint8Array(length))).toThrow(`64 bytes, not ${length}`);
    }
  });
});

describe('the limits of a trust bundle', () => {
  const last = 253_402_300_799;

  it.each([
    ['lives as long as any may', { exp: payload.iat + trustBundleLimits.lifetime }, 'read'],
    ['names the last second that there is', { iat: last - 1, exp: last }, 'trust-bundle-not-yet-issued'],
    ['ends beyond it', { iat: last, exp: last + 1 }, 'trust-bundle-malformed'],
    ['is made beyond it', { iat: last + 1, exp: last + 2 }, 'trust-bundle-malformed'],
    ['is made before 1970', { iat: -1, exp: 1 }, 'trust-bundle-malformed'],
    ['is made between two seconds', { iat: payload.iat + 0.5 }, 'trust-bundle-malformed'],
    ['has the number 0', { number: 0 }, 'trust-bundle-malformed'],
    ['has as many masters as any may', { masters: { invalid: 'A'.repeat(16 * 262_144), suspended: '' } }, 'read'],
  ])('one that %s', (_what, change, expected) => {
    expect(code(change)).toBe(expected);
  });

  it('one that is used in its last moment, and a minute ahead of its making, for the clocks', () => {
    expect(code({}, { at: payload.exp * 1000 - 1 })).toBe('read');
    expect(code({}, { at: payload.exp * 1000 })).toBe('trust-bundle-expired');
    expect(code({}, { at: (payload.iat - 60) * 1000 })).toBe('read');
    expect(code({}, { at: (payload.iat - 60) * 1000 - 1 })).toBe('trust-bundle-not-yet-issued');
  });

  it('takes the number that was seen again, and no lower one', () => {
    expect([11, 12, 13].map((number) => code({}, { seen: { number } }))).toEqual([
      'read',
      'read',
      'trust-bundle-older-than-seen',
    ]);
  });
});

describe('the refusal of a trust bundle', () => {
  it.each<[object, Partial<TrustBundleContext>, string]>([
    [{ checkpoint: undefined }, {}, 'members'],
    [{ exp: payload.iat }, {}, 'lifetime'],
    [{}, { at: at - hour }, `of ${iso(at)}`],
    [{}, { at: payload.exp * 1000 }, `at ${iso(payload.exp * 1000)}`],
    [{}, { seen: { number: 13 } }, 'number 12, seen 13'],
    [{ statusLists: [...payload.statusLists, ...payload.statusLists] }, {}, `${statusUri} is named twice`],
    [
      { statusLists: [{ uri: statusUri, token: w.statusToken(0, {}, newSigner()) }] },
      {},
      `${statusUri}: status-token-signature`,
    ],
    [{ anchors: [...payload.anchors, 'note'] }, {}, `statement ${payload.anchors.length}`],
    [{ trustList: b.trustList({ logs: [] }) }, {}, 'of a log that the trust list does not name'],
    [{ iss: 'https://other.example' }, {}, 'https://other.example'],
  ])('says where it is wrong: %#', (change, context, detail) => {
    expect(read(change, context)).toMatchObject({ ok: false, detail });
  });
});

describe('what a bundle knows for a receipt', () => {
  const sized = (treeSize: number, previousTreeSize: number) =>
    statementOf(w, { ...b.logged.anchors[1]!, treeSize, previousTreeSize });
  const [one, two, three, five, nine] = [sized(1, 0), sized(2, 1), sized(3, 2), sized(5, 3), sized(9, 5)];
  const over = [sized(4, 1), sized(10, 4)];
  const bundle: TrustBundle = {
    issuer: payload.iss,
    number: payload.number,
    asOf: iso(at),
    expiresAt: iso(payload.exp * 1000),
    trust: w.list,
    statusLists: payload.statusLists,
    anchors: [one, two, three, five, nine, ...over],
    checkpoint: null,
  };
  const known = (receipt: unknown, statements?: string[], from = bundle) => {
    const { anchors } = evidenceByBundle(from, { credential: w.issued.credential, receipt, statements });
    return 'statements' in anchors ? anchors.statements : undefined;
  };
  const named = { anchor: { treeSize: 5 }, previousAnchor: { treeSize: 3 } };

  it('are the anchors that it names, the one before those, and what passes over any of them', () => {
    expect(known(named)).toEqual([two, three, five, ...over]);
    expect(known({ ...named, previousAnchor: null })).toEqual([three, five, ...over]);
    expect(known({ anchor: null, previousAnchor: { treeSize: 1 } })).toEqual([one]);
  });

  it('are of what came along those that can be read', () => {
    const bare = { ...bundle, anchors: [] };
    expect(known(named, ['note', three, w.note('text\n'), two, nine], bare)).toEqual([three, two]);
  });

  it.each<[string, unknown]>([
    ['no receipt', undefined],
    ['no object', 'receipt'],
    ['none', null],
    ['a list', [named]],
    ['no anchor', {}],
    ['anchors that are none', { anchor: 'five', previousAnchor: 5 }],
    ['sizes that are no numbers', { anchor: { treeSize: '5' }, previousAnchor: { treeSize: null } }],
    ['sizes of nothing', { anchor: { treeSize: 0 }, previousAnchor: { treeSize: -1 } }],
  ])('are none for %s', (_what, receipt) => {
    expect(known(receipt)).toEqual([]);
  });

  it('stand beside its list, its tokens and its masters, all of them as of the bundle', () => {
    const masters = { invalid: '', suspended: '' };
    const { asOf, trust, statusLists } = bundle;
    const brought = { credential: 'c', expected: { identifier: 'i' } };
    const none = { receipt: { unavailable: 'none was brought', asOf }, anchors: { statements: [], asOf } };
    const held = { ...brought, trust: { list: trust, asOf }, ...none };
    expect(evidenceByBundle(bundle, brought)).toEqual({
      ...held,
      status: { from: 'bundle', lists: statusLists, asOf },
    });
    expect(evidenceByBundle({ ...bundle, masters }, { ...brought, receipt: 7 })).toEqual({
      ...held,
      status: { from: 'bundle', lists: statusLists, masters, asOf },
      receipt: { value: 7, brought: true },
    });
  });
});
