import { describe, expect, it } from '@jest/globals';
import { masterDigest } from '../credential/index.js';
import type { HistoryEvidence, StatusEvidence } from './evidence.js';
import { openCase } from './open-case.js';
import { narrow, standard } from './policy.js';
import { judgeStatus } from './status.js';
import { VersionLog } from './testing/version-log.js';
import { at, crypto, hour, iso, statusUri, World } from './testing/world.js';

const w = new World();
const minute = 60_000;
const day = 24 * hour;
const list = { uri: statusUri, index: 7 };
const policy = narrow(standard, { statusMaxAge: 3600 });

interface Asked {
  when?: number;
  /** `null` for a carrier that says none. */
  place?: typeof list | null;
  digest?: string;
  history?: HistoryEvidence;
  from?: VersionLog;
  /** When the trust list was got, and with it the rest. */
  got?: number;
}

function judge(status: StatusEvidence, { when = at, place = list, digest, history, from, got = at }: Asked = {}) {
  const anchors = from === undefined ? {} : { anchors: { anchors: from.anchors, asOf: iso(got) } };
  const trust = { jws: w.trustJws(), root: w.root.jwk, asOf: iso(got) };
  const given = openCase(w.evidence({ status, trust, history, ...anchors }), policy, when, crypto);
  const known = digest === undefined && place !== null ? { place } : { masterDigest: digest };
  const check = judgeStatus({ ...given, ...known });
  return `${check.outcome} ${check.code}${/ \(.*\)$/.exec(check.detail)?.[0] ?? ''}`;
}
const told = (state: string, asOf = at, more: object = {}) =>
  ({ from: 'registry', known: true, state, asOf: iso(asOf), ...more }) as StatusEvidence;
const bundled = (value: 0 | 1 | 2, made = at, uri = statusUri) =>
  ({ from: 'bundle', lists: [{ uri, token: w.statusToken(value) }], asOf: iso(made) }) as const;

describe('the status', () => {
  it('that is not final is told for as long as the policy says; what is final stays', () => {
    for (const [state, outcome] of [
      ['active', 'passed'],
      ['suspended', 'failed'],
    ] as const) {
      expect(judge(told(state, at - hour))).toBe(`${outcome} status-${state}`);
      expect(judge(told(state, at - hour - 1))).toBe('indeterminate status-too-old');
    }
    expect(judge(told('revoked', at - 400 * day))).toBe('failed status-revoked');
  });

  it('by a token is as old as the token, and invalid for good', () => {
    const later = (ms: number) => ({ when: at - minute + ms, got: at });
    for (const [value, code] of [
      [0, 'passed status-active'],
      [2, 'failed status-suspended'],
    ] as const) {
      expect(judge(bundled(value), later(hour))).toBe(code);
      expect(judge(bundled(value), later(hour + 1))).toBe('indeterminate status-too-old');
    }
    expect(judge(bundled(1), later(20 * hour))).toBe('failed status-invalid');
  });

  it('by a token speaks of a minute before it, for the clocks, and of nothing earlier', () => {
    const token = { from: 'token', token: w.statusToken(0), asOf: iso(at) } as const;
    expect(judge(token, { when: at - 2 * minute })).toBe('passed status-active');
    expect(judge(token, { when: at - 2 * minute - 1 })).toBe('indeterminate status-of-another-time');
  });

  it('has told why it is not known', () => {
    const unavailable = 'indeterminate status-unavailable';
    expect(judge(told('active', at, { asOf: 'lately' }))).toBe(`${unavailable} (its age is not known)`);
    expect(judge({ ...bundled(0), asOf: 'lately' })).toBe(`${unavailable} (its age is not known)`);
    expect(judge(bundled(0, at, `${statusUri}0`))).toBe(`${unavailable} (the trust bundle has no such status list)`);
    expect(judge({ unavailable: 'no network' })).toBe(`${unavailable} (no network)`);
    const token = { from: 'token', token: w.statusToken(0, {}, w.promise), asOf: iso(at) } as const;
    expect(judge(token)).toMatch(/^indeterminate status-token-invalid \(status-token-/);
  });

  it('by the masters of a bundle is that of the whole start of a digest, at its place', () => {
    const digest = masterDigest(w.issued.credential, crypto);
    const start = digest.slice(8, 24);
    const by = (invalid: string, suspended = '') =>
      judge({ ...bundled(0), masters: { invalid, suspended } }, { digest });
    expect(by(start)).toBe('failed status-invalid');
    expect(by('', start)).toBe('failed status-suspended');
    expect(by(`${'A'.repeat(16)}${start}`)).toBe('failed status-invalid');
    for (const other of ['', `${start.slice(0, 8)}${'_'.repeat(8)}`, `${'_'.repeat(8)}${start}${'_'.repeat(8)}`]) {
      expect(by(other, other)).toBe('passed status-active');
    }
    const noPlace = 'indeterminate status-unavailable (the carrier does not say its place on a status list)';
    expect(judge(bundled(0), { digest })).toBe(noPlace);
    expect(judge({ ...bundled(0), masters: { invalid: start, suspended: '' } }, { place: null })).toBe(noPlace);
  });
});

describe('the status of a moment that has a history', () => {
  const log = new VersionLog(w);
  log.press(1, new Uint8Array(64), at - 6 * hour);
  log.press(1, [{ index: 7, value: 2, time: at - 4 * hour }], at - 4 * hour);
  log.press(1, [{ index: 7, value: 0, time: at - 2 * hour }], at - 2 * hour);
  log.anchor(at - hour);
  const past = at - 3 * hour;
  const asked = (when: number): Asked => ({
    when,
    from: log,
    history: { roots: [w.root.jwk], status: log.around('status-list', '1', when) },
  });

  it('is what the registry says now when it is asked about now', () => {
    for (const when of [at, at - minute]) {
      expect(judge(told('active'), asked(when))).toBe('passed status-active');
      expect(judge({ unavailable: 'no network' }, asked(when))).toBe('indeterminate status-unavailable (no network)');
    }
  });

  it('is by versions for a moment in the past, whoever told what is now', () => {
    const suspended = 'failed status-suspended (by versions 2 and 3 of the status-list)';
    for (const status of [told('active'), { unavailable: 'no network' }, bundled(0)] as const) {
      expect(judge(status, asked(past))).toBe(suspended);
      const without = judge(status, { ...asked(past), history: undefined });
      expect(without).toMatch(/^indeterminate status-(?:of-another-time|unavailable)/);
    }
  });

  it('must not be contradicted by them when the registry says that it held', () => {
    const since = { since: iso(at - 5 * hour) };
    expect(judge(told('active', at, since), asked(past))).toMatch(/^failed status-suspended/);
    expect(judge(told('active', at, since), { ...asked(past), history: undefined })).toBe('passed status-active');
    expect(judge(told('active', at, since), asked(at - minute))).toBe('passed status-active');
    // By the newest version alone, since the registry knows that nothing changed after it.
    expect(judge(told('active', at, since), asked(at - 2 * hour))).toMatch(/^passed status-active \(by version 3 /);
  });

  it('may be a final state that has held since then', () => {
    const revoked = told('revoked', at, { since: iso(past) });
    expect(judge(revoked, asked(past))).toBe('failed status-revoked');
    expect(judge(revoked, { ...asked(past - 1) })).toMatch(/^failed status-suspended/);
    expect(judge(told('revoked', at, { since: 'lately' }), asked(past))).toMatch(/^failed status-suspended/);
  });
});
