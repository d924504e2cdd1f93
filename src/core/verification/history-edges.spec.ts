import { describe, expect, it } from '@jest/globals';
import { zlibSync } from 'fflate';
import { firstStatusContent, type VersionReceipt } from '../record/index.js';
import { finishTrustList, type TrustList, trustListSigningInput } from '../trust/index.js';
import type { StatusCase } from './case.js';
import type { VersionPair } from './evidence.js';
import { type HistoryCase, judgePair, spellPair } from './history.js';
import { statusThen } from './history-status.js';
import { takeTrustThen } from './history-trust.js';
import { openCase } from './open-case.js';
import { standard, strict } from './policy.js';
import { VersionLog } from './testing/version-log.js';
import { at, crypto, hour, iso, issuedAt, newSigner, World } from './testing/world.js';

const w = new World();
const minute = 60_000;
const [t0, t1, t2] = [issuedAt + hour, issuedAt + 10 * hour, issuedAt + 20 * hour];

function makeLog() {
  const log = new VersionLog(w);
  const first = log.publish(w.list, undefined, issuedAt - hour);
  log.press(1, new Uint8Array(64), t0);
  log.press(1, [{ index: 7, value: 2, time: t1 }], t1);
  log.press(1, [{ index: 7, value: 0, time: t2 }], t2);
  log.press(12, new Uint8Array(64), t0);
  const second = log.publish({ ...w.list, types: w.list.types.slice(0, 1) }, first, t2);
  log.anchor(t2 + hour);
  return { log, first, second };
}
const { log, first, second } = makeLog();
const list = { kind: 'status-list', name: '1' } as const;
const around = (moment: number, from = log) => from.around('status-list', '1', moment);
const given = (moment: number, from = log, policy = standard): HistoryCase => ({
  evidence: openCase(w.evidence({ anchors: { anchors: from.anchors, asOf: iso(at) } }), policy, at, crypto).evidence,
  policy,
  crypto,
  at: moment,
  now: at,
  list: second,
});
const why = (pair: VersionPair | undefined, moment = t1, record: Parameters<typeof judgePair>[1] = list) => {
  const judged = judgePair(pair, record, given(moment));
  return judged.ok ? spellPair(judged.value) : `${judged.code} ${judged.detail}`;
};

describe(judgePair.name, () => {
  const pair = around(t1);
  const spoilt = (change: (receipt: VersionReceipt) => object, which: 'before' | 'after' = 'before') => {
    const receipt = pair[which] as VersionReceipt;
    return { ...pair, [which]: { ...receipt, ...change(receipt) } };
  };
  const wrong = `sha-256:${'A'.repeat(43)}`;

  it('names the versions that an answer rests on', () => {
    expect(why(pair)).toBe('by versions 2 and 3 of the status-list');
    expect(why(around(t2), t2)).toBe('by version 3 of the status-list, the newest');
    expect(why(log.around('trust-list', 'trust', t1), t1, { kind: 'trust-list', name: 'trust' })).toBe(
      'by versions 1 and 2 of the trust-list',
    );
  });

  it.each<[VersionPair | undefined, number, string]>([
    [undefined, t1, 'no version of that moment'],
    [{}, t1, 'no version of that moment'],
    [log.around('trust-list', 'trust', t1), t1, 'a version of another record'],
    [log.around('status-list', '12', t1), t1, 'a version of another record'],
    [{ before: pair.before, after: log.around('trust-list', 'trust', t1).after }, t1, 'a version of another record'],
    [pair, t2, 'a later version was in force'],
    [pair, t1 - 1, 'the version is younger than the moment'],
    [{ after: pair.after }, t1, 'no version from before'],
    [{ before: around(t0).before, after: pair.after }, t1, 'the versions are no neighbours'],
    [spoilt(({ content }) => ({ content: `${content} ` })), t1, 'version-content-differs'],
    [spoilt(() => ({ entry: wrong })), t1, 'receipt-entry-mismatch'],
    [spoilt(({ index }) => ({ index: index + 1 }), 'after'), t1, 'receipt-inclusion-wrong'],
    [spoilt(() => ({ checkpoint: 'note' })), t1, 'receipt-checkpoint-malformed'],
    [
      spoilt(() => ({
        checkpoint: new World().note(`${(pair.before as VersionReceipt).checkpoint.split('\n\n')[0]}\n`),
      })),
      t1,
      'checkpoint-signature-wrong',
    ],
  ])('says why a pair proves nothing: %#', (brought, moment, detail) => {
    expect(why(brought, moment)).toBe(`history-unproven status-list 1: ${detail}`);
  });

  it('tells when a record begins, by its first version', () => {
    const begins = around(t0 - 1);
    expect(why(begins, t0 - 1)).toBe(`history-begins-later ${(begins.after as VersionReceipt).version.time}`);
  });

  it('waits for an anchor not known yet, where the policy gives a grace', () => {
    const young = new VersionLog(w);
    young.press(1, new Uint8Array(64), at - 5 * hour);
    young.anchor(at - 4 * hour);
    young.press(1, [{ index: 7, value: 2, time: at - hour }], at - hour);
    const [anchor] = young.anchors.splice(0, 1);
    const { root: _root, previousTreeSize: _size, ...previousAnchor } = anchor!;
    const waiting = around(at, young).before as VersionReceipt;
    for (const before of [waiting, { ...waiting, previousAnchor }]) {
      expect(judgePair({ before }, list, given(at, young)).ok).toBe(true);
      expect(judgePair({ before }, list, given(at, young, strict))).toMatchObject({
        detail: 'status-list 1: anchor-overdue',
      });
    }
  });
});

describe(statusThen.name, () => {
  const asked = (moment: number, change: Partial<StatusCase> = {}, pair: VersionPair | undefined = around(moment)) => {
    const status = pair && { history: { roots: [w.root.jwk], status: pair } };
    const evidence = w.evidence({ anchors: { anchors: log.anchors, asOf: iso(at) }, ...status });
    const opened = openCase(evidence, standard, at, crypto);
    const place = { uri: 'https://registry.example/status-lists/1', index: 7 };
    return { ...opened, at: moment, now: at, place, ...change };
  };
  const then = (given: StatusCase, unchanged = false) => {
    const status = statusThen(given, unchanged);
    return status.ok ? status.value : status.detail;
  };
  const place = (uri: string, index = 7) => ({ place: { uri, index } });

  it('is what the versions around the moment say', () => {
    const by = 'by versions 2 and 3 of the status-list';
    expect(then(asked(t1))).toEqual({ value: 2, by });
    expect(then(asked(t2 - 1))).toEqual({ value: 2, by });
    expect(then(asked(t1 - 1))).toEqual({ value: 0, by: 'by versions 1 and 2 of the status-list' });
  });

  it('is by the newest version alone only for who knows that nothing has changed since', () => {
    expect(then(asked(t2))).toBe('the version after is missing');
    expect(then(asked(t2), true)).toEqual({ value: 0, by: 'by version 3 of the status-list, the newest' });
  });

  it.each<[Partial<StatusCase>, string]>([
    [{ place: undefined }, 'the carrier does not say its place on a status list'],
    [{ trust: { lacks: 'trust-list-unavailable', detail: '', asOf: iso(at) } }, 'no trust list names the log'],
    [place('https://registry.example/lists/1'), 'the licence names no status list of a registry'],
    [place('https://registry.example/status-lists/01'), 'the licence names no status list of a registry'],
    [place('https://registry.example/status-lists/1/2'), 'the licence names no status list of a registry'],
    [place('https://registry.example/status-lists/12'), 'status-list 12: a version of another record'],
    [place('https://registry.example/status-lists/1', 4096), 'the list has no such place'],
  ])('says what it lacks: %#', (change, detail) => {
    expect(then(asked(t1, change))).toBe(detail);
  });

  it('is nothing without any history', () => {
    const { evidence, ...rest } = asked(t1);
    expect(then({ ...rest, evidence: { ...evidence, history: undefined } })).toBe(
      'status-list 1: no version of that moment',
    );
  });

  it('takes no version that holds something else than this list', () => {
    const values = new Uint8Array(64);
    const content = (number: number) => firstStatusContent(number, values, zlibSync);
    const logged = (...contents: string[]) => {
      const other = new VersionLog(w);
      for (const [i, one] of contents.entries()) other.append({ ...list, content: one }, t0 + i * hour);
      other.anchor(t2);
      const given = asked(t0, {}, around(t0, other));
      const anchors = { anchors: other.anchors, asOf: iso(at) };
      return then({ ...given, evidence: { ...given.evidence, anchors } });
    };
    const good = content(1);
    expect(logged(good, nextLike(good))).toMatchObject({ value: 0 });
    for (const pair of [
      [content(2), good],
      [good, content(2)],
    ]) {
      expect(logged(...pair)).toBe('values of another list');
    }
    for (const pair of [
      ['{}', good],
      [good, '{}'],
    ]) {
      expect(logged(...pair)).toBe('status-content-malformed');
    }
  });
});

/** Another content with the same meaning: a version is only logged when its content is new. */
function nextLike(content: string): string {
  return content.replace('"changes":[]', `"changes":[[8,1,"${iso(t0 + hour)}"]]`);
}

describe(takeTrustThen.name, () => {
  const trustAt = (moment: number, from = log, newest: TrustList = second, roots = [w.root.jwk], now = at) => {
    const history = { roots, trust: from.around('trust-list', 'trust', moment) };
    const evidence = w.evidence({ anchors: { anchors: from.anchors, asOf: iso(at) }, history });
    const opened = openCase(evidence, standard, at, crypto);
    return takeTrustThen({ ...opened, trust: { list: newest, asOf: iso(at) }, at: moment, now, atText: iso(moment) });
  };
  const detail = (...asked: Parameters<typeof trustAt>) => {
    const taken = trustAt(...asked);
    return 'lacks' in taken ? `${taken.lacks} ${taken.detail}` : taken.list.number;
  };
  const signed = (change: Partial<TrustList>, signer = w.root) => {
    const input = trustListSigningInput({ ...w.list, ...change });
    return finishTrustList(input, signer.sign(Buffer.from(input)));
  };
  /** The log of trust lists as given, an hour apart from `t0`. */
  const logged = (...lists: string[]) => {
    const other = new VersionLog(w);
    for (const [i, content] of lists.entries()) {
      other.append({ kind: 'trust-list', name: 'trust', content }, t0 + i * hour);
    }
    other.anchor(t2 + hour);
    return other;
  };
  const one = { number: 1, issuedAt: iso(t0) };
  const two = { number: 2, issuedAt: iso(t0 + hour) };

  it('is today’s list for a moment up to a minute ago, or after that list was made', () => {
    const today = { list: second, asOf: iso(at) };
    expect(trustAt(t2 - 1, log, second, undefined, t2 - 1 + minute)).toEqual(today);
    expect(trustAt(t2 - 1, log, second, undefined, t2 + minute)).not.toEqual(today);
    expect(trustAt(t2)).toEqual(today);
    expect(trustAt(t2 - 1)).toMatchObject({ asOf: iso(t2 - 1), by: 'by versions 1 and 2 of the trust-list' });
  });

  it('is the list of that day as it was, but for the keys known to be stolen today', () => {
    const old = trustAt(t1);
    expect('list' in old && old.list).toStrictEqual(first);
    const compromisedAt = iso(t2);
    const keys = second.keys.map((key) => (key.use === 'promise' ? { ...key, compromisedAt } : key));
    const marked = trustAt(t1, log, { ...second, keys });
    expect('list' in marked && marked.list).toStrictEqual({
      ...first,
      keys: first.keys.map((key) => (key.use === 'promise' ? { ...key, compromisedAt } : key)),
    });
  });

  it('may have been logged a minute from when it was signed, for the clocks', () => {
    expect(detail(t0, logged(signed({ ...one, issuedAt: iso(t0 - minute) }), signed(two)))).toBe(1);
    for (const off of [-minute - 1, minute + 1]) {
      const from = logged(signed({ ...one, issuedAt: iso(t0 + off) }), signed(two));
      expect(detail(t0 + 2 * minute, from)).toBe('history-unproven trust-list-of-another-time');
    }
    expect(detail(t0, logged(signed(one), signed({ ...two, issuedAt: iso(t0 + hour + minute) })))).toBe(1);
  });

  it.each<[string, string[], string]>([
    ['a gap in the numbers', [signed(one), signed({ ...two, number: 3 })], 'a list in between is missing'],
    ['a first list of another root', [signed(one, newSigner()), signed(two)], 'trust-list-signature'],
    ['a next list of another root', [signed(one), signed(two, newSigner())], 'trust-list-signature'],
    ['a list that had ended', [signed({ ...one, expiresAt: iso(t0 + 1) }), signed(two)], 'trust-list-expired'],
    ['what is no list', [signed(one), 'list'], 'trust-list-malformed'],
  ])('says why versions prove no list: %s', (_what, lists, why) => {
    expect(detail(t0 + 1, logged(...lists))).toBe(`history-unproven ${why}`);
  });

  it('says of a list by one of several roots what that root’s list lacks', () => {
    const from = logged(signed({ ...one, expiresAt: iso(t0 + 1) }), signed(two));
    for (const roots of [
      [w.root.jwk, newSigner().jwk],
      [newSigner().jwk, w.root.jwk],
    ]) {
      expect(detail(t0 + 1, from, second, roots)).toBe('history-unproven trust-list-expired');
    }
    expect(detail(t0, from, second, [])).toBe('history-unproven trust-list-signature');
  });

  it('is a list as it stood at that moment, also one that has ended since', () => {
    const from = logged(signed({ ...one, expiresAt: iso(t1) }), signed(two));
    expect(detail(t0, from)).toBe(1);
  });
});
