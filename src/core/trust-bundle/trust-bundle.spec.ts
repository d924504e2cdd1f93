import { describe, expect, it } from '@jest/globals';
import { formatCheckpoint } from '../checkpoint/index.js';
import { masterDigest } from '../credential/index.js';
import { nobleCrypto } from '../crypto/noble.js';
import { canonicalJson, type JsonValue } from '../json/index.js';
import { type Evidence, narrow, offline, standard, strict } from '../verification/index.js';
import { at, crypto, hour, iso, newSigner, origin, statusUri, World } from '../verification/testing/world.js';
import { finishTrustBundle, trustBundleSigningInput } from './assemble-trust-bundle.js';
import { evidenceByBundle, verifyByBundle } from './evidence-by-bundle.js';
import { readTrustBundle, type TrustBundleContext, trustBundleIssue } from './read-trust-bundle.js';
import { Bundles } from './testing/bundles.js';
import { trustBundleTexts } from './texts.js';
import { type TrustBundle, type TrustBundleRefusal, trustBundleLimits } from './trust-bundle.js';

const w = new World();
const b = new Bundles(w);
const later = at + 72 * hour;
const strange = newSigner();
const read = (text: string, change: Partial<TrustBundleContext> = {}, port = crypto) =>
  readTrustBundle(text, { root: w.root.jwk, at: later, ...change }, port);
const bundleOf = (text = b.sign()): TrustBundle => {
  const bundle = read(text);
  if (!bundle.ok) throw new Error(`${bundle.code} ${bundle.detail}`);
  return bundle.value;
};
const payload = b.payload();
const token = (change: object, signer = w.status) => ({
  statusLists: [{ uri: statusUri, token: w.statusToken(0, change, signer) }],
});
const keys = (change: object) => {
  const listed = w.list.keys.map((key) => (key.use === 'status' ? { ...key, ...change } : key));
  return b.sign({ ...payload, trustList: b.trustList({ keys: listed }) });
};
const checkpoint = (by: World) => by.note(formatCheckpoint({ origin, size: 9, root: new Uint8Array(32) }));

interface Crime {
  text: string;
  context?: Partial<TrustBundleContext>;
}
const crimes: Record<string, [TrustBundleRefusal, () => Crime]> = {
  'longer than any': ['trust-bundle-too-large', () => ({ text: `${b.sign()}${'A'.repeat(trustBundleLimits.length)}` })],
  'no JWS': ['trust-bundle-malformed', () => ({ text: 'a.b' })],
  'deeper than any': ['trust-bundle-malformed', () => ({ text: b.sign({ ...payload, extra: [[[[1]]]] }) })],
  'without a member': ['trust-bundle-malformed', () => ({ text: b.sign({ ...payload, checkpoint: undefined }) })],
  'with a number that is none': ['trust-bundle-malformed', () => ({ text: b.sign({ ...payload, number: 1.5 }) })],
  'with a time beyond all dates': ['trust-bundle-malformed', () => ({ text: b.sign({ ...payload, exp: 1e12 }) })],
  'with more anchors than any': [
    'trust-bundle-malformed',
    () => ({ text: b.sign({ ...payload, anchors: Array(trustBundleLimits.anchors + 1).fill(payload.anchors[0]) }) }),
  ],
  'with more lists than any': [
    'trust-bundle-malformed',
    () => ({
      text: b.sign({ ...payload, statusLists: Array(trustBundleLimits.statusLists + 1).fill(payload.statusLists[0]) }),
    }),
  ],
  'with a digest cut short': [
    'trust-bundle-malformed',
    () => ({ text: b.sign({ ...payload, masters: { invalid: 'A'.repeat(24), suspended: '' } }) }),
  ],
  'with a digest in other letters': [
    'trust-bundle-malformed',
    () => ({ text: b.sign({ ...payload, masters: { invalid: '', suspended: '=+'.repeat(8) } }) }),
  ],
  'with more digests than any': [
    'trust-bundle-malformed',
    () => ({
      text: b.sign({
        ...payload,
        masters: { invalid: 'A'.repeat(16 * trustBundleLimits.masters + 16), suspended: '' },
      }),
    }),
  ],
  'that ends before it begins': ['trust-bundle-malformed', () => ({ text: b.sign({ ...payload, exp: payload.iat }) })],
  'that lives too long': [
    'trust-bundle-malformed',
    () => ({ text: b.sign({ ...payload, exp: payload.iat + trustBundleLimits.lifetime + 1 }) }),
  ],
  'of another type': ['trust-bundle-wrong-type', () => ({ text: b.sign(payload, { typ: 'statuslist+jwt' }) })],
  'of another algorithm': ['trust-bundle-wrong-type', () => ({ text: b.sign(payload, { alg: 'none' }) })],
  'that brings its key': ['trust-bundle-wrong-type', () => ({ text: b.sign(payload, { jwk: w.status.jwk }) })],
  'a status list in its place': ['trust-bundle-wrong-type', () => ({ text: w.statusToken(0) })],
  'with a trust list by another root': [
    'trust-bundle-trust-list',
    () => ({ text: b.sign({ ...payload, trustList: b.trustList({}, strange) }) }),
  ],
  'with a trust list that has expired': [
    'trust-bundle-trust-list',
    () => ({ text: b.sign({ ...payload, trustList: b.trustList({ expiresAt: iso(later) }) }) }),
  ],
  'with an older trust list than one seen': [
    'trust-bundle-trust-list',
    () => ({ text: b.sign(), context: { seen: { number: 12, trustListNumber: 5 } } }),
  ],
  'by a key that nobody names': ['trust-bundle-unknown-key', () => ({ text: b.sign(payload, { kid: 'status-2' }) })],
  'by a key without a name': ['trust-bundle-unknown-key', () => ({ text: b.sign(payload, { kid: undefined }) })],
  'by a key for promises': [
    'trust-bundle-unknown-key',
    () => ({ text: b.sign(payload, { kid: 'promise-1' }, w.promise) }),
  ],
  'by a key of another time': ['trust-bundle-unknown-key', () => ({ text: keys({ until: iso(at) }) })],
  'by a compromised key': ['trust-bundle-unknown-key', () => ({ text: keys({ compromisedAt: iso(later) }) })],
  'signed by another': ['trust-bundle-signature', () => ({ text: b.sign(payload, {}, strange) })],
  'of another registry': [
    'trust-bundle-of-another-registry',
    () => ({ text: b.sign({ ...payload, iss: 'https://other.example' }) }),
  ],
  'from the future': ['trust-bundle-not-yet-issued', () => ({ text: b.sign(), context: { at: at - 61_000 } })],
  'that has expired': ['trust-bundle-expired', () => ({ text: b.sign(), context: { at: payload.exp * 1000 } })],
  'older than one seen': [
    'trust-bundle-older-than-seen',
    () => ({ text: b.sign(), context: { seen: { number: 13 } } }),
  ],
  'with a list twice': [
    'trust-bundle-status-list',
    () => ({ text: b.sign({ ...payload, statusLists: [...payload.statusLists, ...payload.statusLists] }) }),
  ],
  'with a token of another list': [
    'trust-bundle-status-list',
    () => ({ text: b.sign({ ...payload, ...token({ sub: `${statusUri}0` }) }) }),
  ],
  'with a token of another signer': [
    'trust-bundle-status-list',
    () => ({ text: b.sign({ ...payload, ...token({}, strange) }) }),
  ],
  'with a token that had ended': [
    'trust-bundle-status-list',
    () => ({ text: b.sign({ ...payload, ...token({ iat: payload.iat - 600, exp: payload.iat }) }) }),
  ],
  'with a token younger than itself': [
    'trust-bundle-status-list',
    () => ({ text: b.sign({ ...payload, ...token({ iat: payload.iat + 60, exp: payload.iat + 660 }) }) }),
  ],
  'with an anchor that is no note': [
    'trust-bundle-anchor',
    () => ({ text: b.sign({ ...payload, anchors: ['note'] }) }),
  ],
  'with a checkpoint for an anchor': [
    'trust-bundle-anchor',
    () => ({ text: b.sign({ ...payload, anchors: [...payload.anchors, checkpoint(w)] }) }),
  ],
  'with a checkpoint that is no note': [
    'trust-bundle-checkpoint',
    () => ({ text: b.sign({ ...payload, checkpoint: 'note' }) }),
  ],
  'with a checkpoint of no listed log': [
    'trust-bundle-checkpoint',
    () => ({ text: b.sign({ ...payload, trustList: b.trustList({ logs: [] }) }) }),
  ],
  'with a checkpoint that its log did not sign': [
    'trust-bundle-checkpoint',
    () => ({ text: b.sign({ ...payload, checkpoint: checkpoint(new World()) }) }),
  ],
};

describe(readTrustBundle.name, () => {
  it.each([
    ['node', crypto],
    ['a browser', nobleCrypto],
  ])('reads what a registry made, with the port of %s', (_what, port) => {
    const input = trustBundleSigningInput(payload, 'status-1');
    const bundle = read(finishTrustBundle(input, w.status.sign(Buffer.from(input))), {}, port);
    expect(bundle).toMatchObject({
      ok: true,
      value: { issuer: payload.iss, number: 12, asOf: iso(at), expiresAt: iso(at + 168 * hour), trust: { number: 4 } },
    });
  });

  it('takes the same one again, a log without a checkpoint, and what a later build adds', () => {
    expect(read(b.sign(), { seen: { number: 12, trustListNumber: 4 } }).ok).toBe(true);
    expect(read(b.sign({ ...payload, checkpoint: null, statusLists: [], anchors: [], more: 1 })).ok).toBe(true);
    expect(read(b.sign(), { at: payload.exp * 1000 - 1 }).ok).toBe(true);
    expect(read(b.sign(), { at: at - 60_000 }).ok).toBe(true);
  });

  it.each(Object.entries(crimes))('refuses one %s', (_what, [code, make]) => {
    const { text, context } = make();
    expect(read(text, context)).toMatchObject({ ok: false, code });
  });

  it('refuses it with any byte altered', () => {
    const text = b.sign();
    const step = Math.ceil(text.length / 97);
    for (let i = 0; i < text.length; i += step) {
      const other = text[i] === 'A' ? 'B' : 'A';
      expect([i, read(text.slice(0, i) + other + text.slice(i + 1)).ok]).toEqual([i, false]);
    }
  });

  it('tells the numbers of one that was kept, also when it has expired, and of nothing else', () => {
    expect(trustBundleIssue(b.sign(), w.root.jwk, crypto)).toEqual({ number: 12, trustListNumber: 4 });
    for (const text of ['', b.trustList(), b.sign(payload, {}, strange), b.sign({ ...payload, iat: 'now' })]) {
      expect(trustBundleIssue(text, w.root.jwk, crypto)).toBeUndefined();
    }
    expect(trustBundleIssue(b.sign(), strange.jwk, crypto)).toBeUndefined();
  });

  it('has a text for every refusal in two languages', () => {
    const shown = new Set(Object.values(crimes).map(([code]) => code));
    expect(Object.keys(trustBundleTexts).sort()).toEqual([...shown].sort());
    for (const text of Object.values(trustBundleTexts)) {
      for (const part of ['says', 'next'] as const) {
        expect(text.en[part]).toMatch(/^[A-Z].*\.$/);
        expect(text['zh-CN'][part]).toMatch(/\p{Script=Han}.*。$/u);
      }
    }
  });
});

describe('a verdict by a bundle', () => {
  const { receipt } = b.logged;
  const { credential } = w.issued;
  const by = (brought: Parameters<typeof verifyByBundle>[1], policy = offline, bundle = bundleOf(), when = later) =>
    verifyByBundle(bundle, brought, policy, when, crypto);
  const told = ({ checks }: ReturnType<typeof by>) =>
    Object.fromEntries(checks.map(({ check, outcome, code, asOf }) => [check, `${outcome} ${code} ${asOf}`]));

  it('says of each check as of when it is: the bundle, its status list, or the moment asked for', () => {
    const report = by({ credential, receipt });
    expect(report.verdict).toBe('valid');
    expect(told(report)).toEqual({
      integrity: `passed intact ${iso(at)}`,
      issuer: `passed issuer-confirmed ${iso(at)}`,
      'right-to-issue': `passed right-held ${iso(at)}`,
      validity: `passed in-force ${iso(later)}`,
      status: `passed status-active ${iso(at - 60_000)}`,
      attestation: `passed anchored-by-statement ${iso(at)}`,
      holder: `not-applicable holder-binding-not-used ${iso(later)}`,
    });
    expect(verifyByBundle(bundleOf(), { credential, receipt }, offline, later, nobleCrypto)).toEqual(report);
  });

  it('bears with no receipt when offline and not by default', () => {
    expect(told(by({ credential })).attestation).toBe(`indeterminate no-receipt ${iso(at)}`);
    expect(by({ credential }).verdict).toBe('valid');
    const young = at + hour;
    for (const policy of [standard, strict]) {
      expect(by({ credential }, policy, bundleOf(), young).verdict).toBe('indeterminate');
      expect(by({ credential, receipt }, policy, bundleOf(), young).verdict).toBe('valid');
    }
  });

  it('is as old as its policy allows, beyond the end of the token inside', () => {
    const edge = (bound: number) => narrow(offline, { statusMaxAge: bound });
    expect(by({ credential, receipt }, edge(72 * 3600 + 60)).verdict).toBe('valid');
    expect(told(by({ credential, receipt }, edge(72 * 3600 + 59))).status).toContain('status-too-old');
    expect(told(by({ credential, receipt }, narrow(offline, { trustMaxAge: 72 * 3600 - 1 }))).issuer).toContain(
      'trust-list-too-old',
    );
    expect(told(by({ credential, receipt }, standard)).issuer).toContain('trust-list-too-old');
  });

  it.each([
    [1, 'failed status-invalid'],
    [2, 'failed status-suspended'],
  ] as const)('knows a licence with the value %s', (value, said) => {
    const bundle = bundleOf(b.sign({ ...payload, statusLists: [{ uri: statusUri, token: w.statusToken(value) }] }));
    const report = by({ credential, receipt }, offline, bundle);
    expect(told(report).status).toContain(said);
    expect(report.verdict).toBe('invalid');
  });

  it('knows nothing of a list that it has not, of a moment before it, or of a code without a place', () => {
    const other = bundleOf(b.sign({ ...payload, statusLists: [] }));
    expect(told(by({ credential, receipt }, offline, other)).status).toBe(
      `indeterminate status-unavailable ${iso(at)}`,
    );
    expect(told(by({ credential, receipt }, offline, bundleOf(), at - 2 * hour)).status).toContain(
      'status-of-another-time',
    );
    const qr = { kind: 'qr', content: b.carriers.qr() } as const;
    expect(told(by({ carrier: qr }))).toMatchObject({
      integrity: `passed intact ${iso(at)}`,
      status: `indeterminate status-unavailable ${iso(at)}`,
    });
  });

  it('finds a carrier that says its place valid without its master', () => {
    const report = by({ carrier: { kind: 'vc-jwt', content: b.carriers.vc() } });
    expect(report.verdict).toBe('valid');
    expect(told(report).attestation).toContain('indeterminate master-not-in-hand');
    expect(by({ carrier: { kind: 'vc-jwt', content: b.carriers.vc() } }, standard).verdict).toBe('indeterminate');
  });

  it('knows an offline code by its master’s digest, where the bundle tells which are not active', () => {
    const qr = { carrier: { kind: 'qr', content: b.carriers.qr() } } as const;
    const start = masterDigest(credential, crypto).slice('sha-256:'.length, 'sha-256:'.length + 16);
    const other = 'A'.repeat(16);
    const shifted = `AAAA${start}${'A'.repeat(12)}`;
    const judged = (masters: object, policy = offline, when = later) =>
      by(qr, policy, bundleOf(b.sign({ ...payload, masters })), when);
    const saying = (masters: object) => told(judged(masters)).status;
    expect(judged({ invalid: other, suspended: shifted })).toMatchObject({ verdict: 'valid' });
    expect(saying({ invalid: other, suspended: shifted })).toBe(`passed status-active ${iso(at)}`);
    expect(saying({ invalid: other + start, suspended: '' })).toContain('failed status-invalid');
    expect(saying({ invalid: '', suspended: start })).toContain('failed status-suspended');
    expect(saying({ invalid: shifted + start, suspended: '' })).toContain('failed status-invalid');
    const none = { invalid: '', suspended: '' };
    expect(judged(none, standard, at + hour).verdict).toBe('indeterminate');
    expect(told(judged(none, narrow(offline, { statusMaxAge: 3600 }))).status).toContain('status-too-old');
    expect(told(judged(none, standard)).status).toContain('indeterminate trust-list-too-old');
    expect(told(judged(none, offline, at - 2 * hour)).status).toContain('status-of-another-time');
  });

  it('takes of many anchors those that the receipt needs, and statements that came along', () => {
    const needed = (change: object, statements?: string[]) => {
      const bundle = bundleOf(b.sign({ ...payload, ...change }));
      const { anchors } = evidenceByBundle(bundle, { credential, receipt, statements });
      return 'statements' in anchors ? anchors.statements : [];
    };
    const far = b.payload().anchors[1]!.replace('"treeSize":5', '"treeSize":9').replace('TreeSize":2', 'TreeSize":5');
    expect(needed({ anchors: [...payload.anchors, far] })).toEqual(payload.anchors);
    expect(needed({ anchors: [far] }, payload.anchors)).toEqual(payload.anchors);
    expect(by({ credential, receipt, statements: payload.anchors }).verdict).toBe('valid');
    const without = bundleOf(b.sign({ ...payload, anchors: [] }));
    expect(told(by({ credential, receipt }, offline, without)).attestation).toContain('indeterminate');
    expect(told(by({ credential, receipt, statements: payload.anchors }, offline, without)).attestation).toContain(
      'passed anchored-by-statement',
    );
  });

  it('is invalid for a receipt that the anchors inside contradict', () => {
    const anchor = { ...receipt.anchor, transactionHash: `0x${'ab'.repeat(32)}` };
    const report = by({ credential, receipt: { ...receipt, anchor } });
    expect(told(report).attestation).toContain('failed anchor-field-differs');
    expect(report.verdict).toBe('invalid');
  });

  it('is the same, byte for byte, whatever the order of lists in it', () => {
    const more = { uri: `${statusUri}1`, token: w.statusToken(1, { sub: `${statusUri}1` }) };
    const lists = [...payload.statusLists, more];
    const one = bundleOf(b.sign({ ...payload, statusLists: lists }));
    const other = bundleOf(
      b.sign({ ...payload, statusLists: [...lists].reverse(), anchors: [...payload.anchors].reverse() }),
    );
    const texts = [one, other, one].map((bundle) =>
      canonicalJson(by({ credential, receipt }, offline, bundle) as unknown as JsonValue),
    );
    expect(new Set(texts).size).toBe(1);
  });

  it('is of evidence that can be kept as JSON', () => {
    const evidence = evidenceByBundle(bundleOf(), { credential, receipt });
    const kept = JSON.parse(JSON.stringify(evidence)) as Evidence;
    expect(evidenceByBundle(bundleOf(), { credential }).receipt).toEqual({
      unavailable: 'none was brought',
      asOf: iso(at),
    });
    expect(kept).toEqual(evidence);
  });
});
