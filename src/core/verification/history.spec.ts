import { describe, expect, it } from '@jest/globals';
import type { VersionReceipt } from '../record/index.js';
import type { TrustList } from '../trust/index.js';
import type { Evidence, HistoryEvidence, VersionPair } from './evidence.js';
import { narrow, standard, strict } from './policy.js';
import { VersionLog } from './testing/version-log.js';
import { at, codeA, crypto, hour, iso, issuedAt, newSigner, statusUri, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const day = 24 * hour;
/** The licence is suspended at t1, resumed at t2, revoked at t3; the press runs a second after each. */
const [t0, t1, t2, t3] = [issuedAt + hour, issuedAt + 10 * hour, issuedAt + 20 * hour, issuedAt + 30 * hour];

function makeLog(world = w) {
  const log = new VersionLog(world);
  const first = log.publish(world.list, undefined, issuedAt - hour);
  log.press(1, new Uint8Array(64), t0);
  log.anchor(t0 + 10_000);
  log.press(1, [{ index: 7, value: 2, time: t1 }], t1 + 1_000);
  log.press(1, [{ index: 7, value: 0, time: t2 }], t2 + 1_000);
  const types = world.list.types.map((type) => ({
    ...type,
    vct: [...type.vct, 'https://registry.example/types/new/2'],
  }));
  const second = log.publish({ ...world.list, types }, first, t2 + hour);
  log.anchor(t2 + 2 * hour);
  log.press(1, [{ index: 7, value: 1, time: t3 }], t3 + 1_000);
  log.anchor(t3 + 10_000);
  return { log, first, second };
}
const { log, first, second } = makeLog();

interface Asked {
  from?: VersionLog;
  list?: TrustList;
  history?: Partial<HistoryEvidence>;
  change?: Partial<Evidence>;
  policy?: typeof standard;
}

function judge(moment: number, { from = log, list = second, history, change, policy = standard }: Asked = {}) {
  const evidence: Evidence = {
    credential: w.issued.credential,
    trust: { list, asOf: iso(at) },
    status: { from: 'registry', known: true, state: 'revoked', since: iso(t3), asOf: iso(at) },
    receipt: { unavailable: 'not asked for' },
    anchors: { anchors: from.anchors, asOf: iso(at) },
    history: {
      roots: [w.root.jwk],
      trust: from.around('trust-list', 'trust', moment),
      status: from.around('status-list', '1', moment),
      ...history,
    },
    ...change,
  };
  const { checks } = verify(evidence, policy, moment, crypto);
  const of = (name: string) => checks.find(({ check }) => check === name)!;
  return { status: of('status'), issuer: of('issuer'), right: of('right-to-issue') };
}
const statusAt = (moment: number, asked?: Asked) => judge(moment, asked).status.code;
const spoil = (
  pair: VersionPair,
  change: (receipt: VersionReceipt) => object,
  which: 'before' | 'after' = 'before',
) => {
  const receipt = pair[which] as VersionReceipt;
  return { ...pair, [which]: { ...receipt, ...change(receipt) } };
};

describe('a moment in the past', () => {
  it('is answered from the versions around it', () => {
    const moments = [t1 - 1, t1, t2 - 1, t2, t3 - 1];
    expect(moments.map((moment) => statusAt(moment))).toEqual([
      'status-active',
      'status-suspended',
      'status-suspended',
      'status-active',
      'status-active',
    ]);
    expect(statusAt(t3)).toBe('status-revoked');
    const { status, issuer, right } = judge(t1);
    expect(status).toMatchObject({ outcome: 'failed', asOf: iso(t1) });
    expect(status.detail).toContain('by versions 1 and 2 of the status-list');
    for (const check of [issuer, right]) {
      expect(check).toMatchObject({ outcome: 'passed', asOf: iso(t1) });
      expect(check.detail).toContain('by versions 1 and 2 of the trust-list');
    }
  });

  it('is answered without the registry, by proofs alone, and by a token only with them', () => {
    const offline = { unavailable: 'no network' };
    expect(statusAt(t1, { change: { status: offline } })).toBe('status-suspended');
    const token = { from: 'token', token: w.statusToken(1), asOf: iso(at) } as const;
    expect(statusAt(t2, { change: { status: token } })).toBe('status-active');
    expect(statusAt(t2, { change: { status: token, history: undefined } })).toBe('status-of-another-time');
    expect(statusAt(t3 + hour, { change: { status: offline } })).toBe('history-unproven');
  });

  it('is judged by today’s list alone when it was in force then', () => {
    const { issuer } = judge(t3, { history: { trust: undefined } });
    expect(issuer).toMatchObject({ code: 'issuer-confirmed', asOf: iso(at) });
    expect(judge(t1, { list: first, history: { trust: undefined } }).issuer.code).toBe('issuer-confirmed');
  });

  it('does not know what was added later', () => {
    const withoutIssuer = { ...w.list, authorities: w.list.authorities.filter((one) => one.creditCode !== codeA) };
    const late = new VersionLog(w);
    const before = late.publish(withoutIssuer, undefined, issuedAt - hour);
    const after = late.publish(w.list, before, t2);
    late.anchor(t2 + hour);
    const codes = (moment: number) => {
      const { issuer, right } = judge(moment, { from: late, list: after });
      return [issuer.code, right.code];
    };
    expect(codes(t1)).toEqual(['certificate-not-listed', 'authority-not-listed']);
    expect(codes(t2)).toEqual(['issuer-confirmed', 'right-held']);
  });

  it('counts a compromise that is known today', () => {
    const compromisedAt = iso(issuedAt + 1);
    const authorities = second.authorities.map((authority) => ({
      ...authority,
      certificates: authority.certificates.map((one) => ({ ...one, compromisedAt })),
    }));
    const list = { ...second, authorities };
    expect(judge(t1, { list }).issuer).toMatchObject({ outcome: 'indeterminate', code: 'compromise-not-excluded' });
    expect(judge(t1).issuer.code).toBe('issuer-confirmed');
  });

  it('from before the first version is told as such', () => {
    const moment = issuedAt - 2 * hour;
    const { status, issuer } = judge(moment);
    expect([status, issuer]).toMatchObject([
      { outcome: 'indeterminate', code: 'history-begins-later' },
      { outcome: 'indeterminate', code: 'history-begins-later' },
    ]);
    const numbered = spoil(log.around('status-list', '1', t1 + hour), () => ({}), 'after');
    expect(statusAt(t1 + hour, { history: { status: { after: numbered.after } } })).toBe('history-unproven');
  });

  it('is answered by the registry’s word on a state that held, unless what it logged says otherwise', () => {
    const active = { from: 'registry', known: true, state: 'active', since: iso(issuedAt), asOf: iso(at) } as const;
    expect(statusAt(t1, { change: { status: active } })).toBe('status-suspended');
    expect(statusAt(t0, { change: { status: active } })).toBe('status-active');
    expect(statusAt(t1, { change: { status: active }, history: { status: undefined } })).toBe('status-active');
    const unknown = { from: 'registry', known: false, asOf: iso(at) } as const;
    expect(statusAt(t0, { change: { status: unknown } })).toBe('status-unknown-to-registry');
  });
});

describe('versions that do not prove', () => {
  const pair = log.around('status-list', '1', t1);
  const neighbour = log.around('status-list', '1', t2);
  const forged = makeLog(new World());
  const others = new VersionLog(w);
  others.press(2, new Uint8Array(64), t0);
  others.press(2, [{ index: 7, value: 0, time: t1 }], t1 + 1_000);
  others.anchor(t1 + 2_000);

  it.each<[string, VersionPair]>([
    ['none', {}],
    ['only the one after', { after: pair.after }],
    ['only the one before, with a later one withheld', { before: pair.before }],
    ['a gap between them', { before: pair.before, after: neighbour.after }],
    ['later ones', neighbour],
    ['the wrong order', { before: pair.after, after: pair.before }],
    ['another content', spoil(pair, ({ content }) => ({ content: `${content} ` }))],
    ['another salt', spoil(pair, () => ({ salt: (neighbour.before as VersionReceipt).salt }))],
    ['an earlier time', spoil(pair, ({ version }) => ({ version: { ...version, time: iso(t0 - 1) } }))],
    ['another number', spoil(pair, ({ version }) => ({ version: { ...version, number: 3 } }), 'after')],
    ['another place in the log', spoil(pair, ({ index }) => ({ index: index - 1 }))],
    ['another list of the registry', others.around('status-list', '2', t1)],
    ['versions of another record', log.around('trust-list', 'trust', t1)],
    ['another log', forged.log.around('status-list', '1', t1)],
    ['what is no receipt', { before: 'x', after: 7 }],
  ])('%s leave the status open', (_what, status) => {
    expect(judge(t1, { history: { status } }).status).toMatchObject({
      outcome: 'indeterminate',
      code: 'history-unproven',
    });
  });

  it('of the moment itself are told from those before: a version is in force from its own time', () => {
    const time = Date.parse((pair.after as VersionReceipt).version.time);
    expect(statusAt(time - 1, { history: { status: pair } })).toBe('status-suspended');
    expect(statusAt(time, { history: { status: pair } })).toBe('history-unproven');
    expect(statusAt(time)).toBe('status-suspended');
  });

  it('with the same number are told apart by the predecessor that they name', () => {
    const twice = new VersionLog(w);
    twice.press(1, new Uint8Array(64), t0);
    const other = new VersionLog(w);
    other.press(1, new Uint8Array(64), t0 + 1);
    other.press(1, [{ index: 7, value: 0, time: t1 }], t1 + 1_000);
    for (const one of [twice, other]) one.anchor(t2);
    const anchors = { anchors: [...twice.anchors, ...other.anchors], asOf: iso(at) };
    const status = {
      before: twice.around('status-list', '1', t1).before,
      after: other.around('status-list', '1', t1).after,
    };
    const { detail } = judge(t1, { history: { status }, change: { anchors } }).status;
    expect(detail).toContain('the versions are no neighbours');
  });

  it('are no better for an anchor that is not on the chain', () => {
    const anchors = log.anchors.map((anchor) => ({ ...anchor, root: log.anchors[0]!.root }));
    expect(statusAt(t1, { change: { anchors: { anchors, asOf: iso(at) } } })).toBe('history-unproven');
    const unread = { anchors: { unavailable: 'no node' } };
    expect(statusAt(t1, { change: unread })).toBe('history-unproven');
  });

  it('may wait for their anchor as long as the policy bears with it', () => {
    const young = new VersionLog(w);
    young.press(1, new Uint8Array(64), at - 3 * hour);
    young.press(1, [{ index: 7, value: 2, time: at - hour }], at - hour);
    const asked = { from: young, list: first, change: { status: { unavailable: 'no network' } } };
    expect(statusAt(at - 2 * hour, asked)).toBe('status-active');
    expect(statusAt(at - 2 * hour, { ...asked, policy: strict })).toBe('history-unproven');
    expect(statusAt(at - 2 * hour, { ...asked, policy: narrow(standard, { attestationGrace: 3600 }) })).toBe(
      'history-unproven',
    );
  });

  it('can’t be given an earlier time than their anchor allows', () => {
    const late = new VersionLog(w);
    late.press(1, new Uint8Array(64), issuedAt);
    late.anchor(issuedAt + hour);
    late.publish(w.list, undefined, issuedAt);
    late.anchor(at + 8 * day);
    late.press(2, new Uint8Array(64), issuedAt);
    late.anchor(at + 9 * day);
    late.press(1, [{ index: 7, value: 2, time: t1 }], t1);
    late.anchor(at + 10 * day);
    const { status } = judge(t0, { from: late, change: { trust: { list: first, asOf: iso(at + 11 * day) } } });
    expect(status.code).toBe('history-unproven');
    expect(status.detail).toContain('back-dated');
  });

  it('of a trust list must be signed by a pinned root, without a number left out', () => {
    const codeOf = (history: Partial<HistoryEvidence>, from = log) => judge(t1, { history, from }).issuer.code;
    expect(codeOf({ roots: [newSigner().jwk] })).toBe('history-unproven');
    expect(codeOf({ roots: [] })).toBe('history-unproven');
    expect(codeOf({ roots: [newSigner().jwk, w.root.jwk] })).toBe('issuer-confirmed');
    const gap = new VersionLog(w);
    const one = gap.publish(w.list, undefined, issuedAt - hour);
    gap.publish(w.list, { ...one, number: 2 }, t2);
    gap.anchor(t2 + hour);
    expect(codeOf({}, gap)).toBe('history-unproven');
    const newest = { before: log.around('trust-list', 'trust', t1).before };
    expect(codeOf({ trust: newest })).toBe('history-unproven');
  });

  it('of a trust list were logged when it was signed: an old list is no new version', () => {
    const replayed = new VersionLog(w);
    const content = (log.around('trust-list', 'trust', t1).before as VersionReceipt).content;
    replayed.append({ kind: 'trust-list', name: 'trust', content }, issuedAt + hour);
    replayed.anchor(t1);
    const trust = { before: replayed.around('trust-list', 'trust', t1).before };
    const { issuer } = judge(t1, { from: replayed, history: { trust }, list: { ...first, issuedAt: iso(t2) } });
    expect(issuer).toMatchObject({ outcome: 'indeterminate', code: 'history-unproven' });
    expect(issuer.detail).toContain('trust-list-of-another-time');
  });

  it('of a status list need a licence that names one', () => {
    const strange = w.issue({ status: { uri: `${statusUri}x`, index: 7 } });
    expect(statusAt(t1, { change: { credential: strange.credential } })).toBe('history-unproven');
    const outside = w.issue({ status: { uri: statusUri, index: 64 } });
    expect(statusAt(t1, { change: { credential: outside.credential } })).toBe('history-unproven');
  });
});
