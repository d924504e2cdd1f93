import { describe, expect, it } from '@jest/globals';
import { zlibSync } from 'fflate';
import { firstStatusContent, type VersionDraft, type VersionReceipt } from '../record/index.js';
import type { StatusCase } from './case.js';
import type { VersionPair } from './evidence.js';
import { type HistoryCase, judgePair, spellPair } from './history.js';
import { statusThen } from './history-status.js';
import { openCase } from './open-case.js';
import { standard, strict } from './policy.js';
import { VersionLog } from './testing/version-log.js';
import { at, crypto, hour, iso, issuedAt, World } from './testing/world.js';

const w = new World();
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
  return { log, second };
}
const { log, second } = makeLog();
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

  it('is deceived by no version that misnumbers itself or its record', () => {
    const first = around(t0).before as VersionReceipt;
    const { contentDigest, time } = first.version;
    const content = firstStatusContent(1, Uint8Array.of(0, 1), zlibSync);
    const lying = (number: number, entry: string | null, kind: VersionDraft['kind'] = list.kind, name = list.name) => {
      const other = new VersionLog(w);
      other.append({ ...list, content: firstStatusContent(1, new Uint8Array(64), zlibSync) }, t0);
      const follows = { number, entry: entry ?? (other.versions[0] as { entry: string }).entry, contentDigest, time };
      const none = entry === '' ? { ...follows, entry: undefined as unknown as string } : follows;
      other.append({ kind, name, content }, t1, none);
      other.anchor(t2);
      const [before, after] = other.versions.map((one) => other.receipt(one));
      const said = (pair: VersionPair) => {
        const judged = judgePair(pair, list, given(t0, other));
        return judged.ok ? 'proven' : judged.detail;
      };
      return { pair: said({ before, after }), after: said({ after }) };
    };
    const gap = 'status-list 1: the versions are no neighbours';
    const noFirst = 'status-list 1: no version from before';
    expect(lying(1, null)).toEqual({ pair: 'proven', after: noFirst });
    expect(lying(2, null)).toEqual({ pair: gap, after: noFirst });
    expect(lying(0, null)).toEqual({ pair: gap, after: noFirst });
    expect(lying(1, '')).toEqual({ pair: gap, after: noFirst });
    const stranger = 'status-list 1: a version of another record';
    expect(lying(1, null, 'trust-list')).toEqual({ pair: stranger, after: stranger });
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
    if (!status.ok) expect(status.code).toBe('history-unproven');
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
