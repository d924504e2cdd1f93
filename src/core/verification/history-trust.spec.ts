import { describe, expect, it } from '@jest/globals';
import { finishTrustList, type TrustList, trustListSigningInput } from '../trust/index.js';
import { takeTrustThen } from './history-trust.js';
import { openCase } from './open-case.js';
import { standard } from './policy.js';
import { VersionLog } from './testing/version-log.js';
import { at, crypto, hour, iso, issuedAt, newSigner, World } from './testing/world.js';

const w = new World();
const minute = 60_000;
const [t0, t1, t2] = [issuedAt + hour, issuedAt + 10 * hour, issuedAt + 20 * hour];

const log = new VersionLog(w);
const first = log.publish(w.list, undefined, issuedAt - hour);
const second = log.publish({ ...w.list, types: w.list.types.slice(0, 1) }, first, t2);
log.anchor(t2 + hour);

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

  it('is lacking where today’s list is', () => {
    const lack = { lacks: 'trust-list-unavailable', detail: 'no network', asOf: iso(at) } as const;
    const opened = openCase(w.evidence({ history: { roots: [w.root.jwk] } }), standard, at, crypto);
    expect(takeTrustThen({ ...opened, trust: lack, at: t1 })).toEqual(lack);
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
