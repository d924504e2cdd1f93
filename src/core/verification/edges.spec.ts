import { describe, expect, it } from '@jest/globals';
import type { Evidence } from './evidence.js';
import { narrow, type Policy, standard, strict } from './policy.js';
import type { CheckName } from './report.js';
import { reportText } from './report-text.js';
import { at, crypto, hour, type Issued, identifier, iso, issuedAt, World } from './testing/world.js';
import { verify } from './verify.js';

const w = new World();
const second = 1000;
const minute = 60 * second;
const judge = (evidence: Evidence, when = at, policy: Policy = standard) => verify(evidence, policy, when, crypto);
const codeOf = (check: CheckName, evidence: Evidence, when = at, policy: Policy = standard) =>
  judge(evidence, when, policy).checks.find((one) => one.check === check)?.code;
const active = (asOf: number) => ({ from: 'registry', known: true, state: 'active', asOf: iso(asOf) }) as const;

describe('the first and the last moment', () => {
  const dated = (notBefore?: number, expires?: number): Issued =>
    w.issue({ notBefore, expires: expires === undefined ? undefined : expires / second });
  const [open, bounded] = [dated(), dated(undefined, at)];
  const later = w.issue({ notBefore: at / second });

  it.each<[string, Issued, number, string]>([
    ['a minute before its issuing, for the clocks', open, issuedAt - minute, 'in-force'],
    ['a moment earlier', open, issuedAt - minute - 1, 'not-yet-issued'],
    ['without an end, in a thousand years', open, at + 1000 * 365 * 24 * hour, 'in-force'],
    ['a moment before its end', bounded, at - 1, 'in-force'],
    ['at its end', bounded, at, 'expired'],
    ['a moment before its beginning', later, at - 1, 'not-yet-valid'],
    ['at its beginning', later, at, 'in-force'],
  ])('of a licence %s', (_how, issued, when, code) => {
    expect(codeOf('validity', w.evidence({}, issued), when)).toBe(code);
  });

  it.each<[string, number, Policy, string]>([
    ['as old as allowed', 24 * hour, standard, 'status-active'],
    ['a moment older', 24 * hour + 1, standard, 'status-too-old'],
    ['as old as a narrower policy allows', minute, narrow(standard, { statusMaxAge: 60 }), 'status-active'],
    ['a moment older than that', minute + 1, narrow(standard, { statusMaxAge: 60 }), 'status-too-old'],
  ])('of a status %s', (_how, age, policy, code) => {
    expect(codeOf('status', w.evidence({ status: active(at - age) }), at, policy)).toBe(code);
  });

  it.each<[string, number, string]>([
    ['told a minute after the moment', minute, 'status-active'],
    ['told later', minute + 1, 'status-of-another-time'],
  ])('of a status %s', (_how, after, code) => {
    expect(codeOf('status', w.evidence({ status: active(at + after) }))).toBe(code);
  });

  it('takes no age that can’t be read', () => {
    const status = { ...active(at), asOf: 'lately' };
    expect(codeOf('status', w.evidence({ status }))).toBe('status-unavailable');
  });

  it.each(['rescinded', 'revoked', 'cancelled', 'superseded', 'transferred'] as const)(
    'of what is final there is none: %s',
    (state) => {
      const status = { ...active(at - 400 * 24 * hour), state };
      expect(codeOf('status', w.evidence({ status }))).toBe(`status-${state}`);
    },
  );

  it.each<[string, number, string]>([
    ['within the grace', 24 * hour - 1, 'logged-not-anchored'],
    ['when it has passed', 24 * hour, 'anchor-overdue'],
    ['a minute before its event, for the clocks', -minute, 'logged-not-anchored'],
    ['earlier', -minute - 1, 'anchor-overdue'],
  ])('of an event not yet anchored: %s', (_how, age, code) => {
    const { receipt, anchors } = w.log(w.issued);
    const when = issuedAt + age;
    const evidence = w.evidence({
      receipt: { value: { ...receipt, anchor: null }, brought: true },
      anchors: { anchors, asOf: iso(when) },
      status: active(when),
    });
    expect(codeOf('attestation', evidence, when)).toBe(code);
  });
});

describe('what is said beside a code', () => {
  const details = (change: Partial<Evidence>, when = at) =>
    judge(w.evidence(change), when)
      .checks.map(({ detail }) => detail)
      .join(' ');

  it('tells by which licence one was superseded', () => {
    const status = { ...active(at), state: 'superseded', supersededBy: '1.2.3' } as const;
    expect(details({ status })).toContain('(superseded by 1.2.3)');
    expect(details({ status: { ...status, supersededBy: undefined } })).not.toContain('superseded by');
  });

  it('tells why something could not be had, and how old the last knowledge is', () => {
    expect(details({ status: { unavailable: 'no answer' } })).toContain('(no answer)');
    const { checks } = judge(w.evidence({ status: { unavailable: 'no answer', asOf: iso(at - hour) } }));
    expect(checks.find(({ check }) => check === 'status')?.asOf).toBe(iso(at - hour));
    expect(details({ receipt: { unavailable: 'no log' } })).toContain('(no log)');
    const unconfirmed = judge(w.evidence({ anchors: { unavailable: 'no node', asOf: iso(at - hour) } }));
    const attestation = unconfirmed.checks.find(({ check }) => check === 'attestation');
    expect(attestation).toMatchObject({ code: 'anchor-unconfirmed-overdue', asOf: iso(at - hour) });
    expect(attestation?.detail).toContain('no node');
    expect(attestation?.detail).toContain(w.issued.event.time);
  });

  it('dates an answer by what it rests on', () => {
    const trust = { jws: w.trustJws(), root: w.root.jwk, asOf: iso(at - 2 * hour) };
    const byName = new Map(judge(w.evidence({ trust })).checks.map((one) => [one.check, one.asOf]));
    for (const name of ['integrity', 'issuer', 'right-to-issue'] as const)
      expect(byName.get(name)).toBe(iso(at - 2 * hour));
    for (const name of ['validity', 'holder', 'status', 'attestation'] as const) expect(byName.get(name)).toBe(iso(at));
  });
});

describe('an event', () => {
  const { receipt, anchors } = w.log(w.issued);
  const chain = { anchors, asOf: iso(at) };
  const wrong = { value: { ...receipt, salt: receipt.entry.slice(8) }, brought: false };

  it('whose proof was fetched and is wrong leaves the check open, since nobody brought it', () => {
    const report = judge(w.evidence({ receipt: wrong, anchors: chain }));
    expect(report.checks[5]).toMatchObject({ outcome: 'indeterminate', code: 'receipt-entry-mismatch' });
    expect(judge(w.evidence({ receipt: { ...wrong, brought: true }, anchors: chain })).verdict).toBe('invalid');
  });

  it('is told between its blocks, by whatever policy', () => {
    for (const policy of [standard, strict]) {
      const { timeBound } = judge(
        w.evidence({ receipt: { value: receipt, brought: true }, anchors: chain }),
        at,
        policy,
      );
      expect(timeBound).toEqual({
        claimed: w.issued.event.time,
        notAfter: receipt.anchor?.blockTime,
        absentAt: receipt.previousAnchor?.blockTime,
      });
    }
  });

  it('of the log’s first anchor has no moment at which it was absent', () => {
    const only = anchors.slice(1).map((anchor) => ({ ...anchor, previousTreeSize: 0 }));
    const value = { ...receipt, previousAnchor: null };
    const report = judge(w.evidence({ receipt: { value, brought: true }, anchors: { anchors: only, asOf: iso(at) } }));
    expect(report.verdict).toBe('valid');
    expect(report.timeBound).toEqual({ claimed: w.issued.event.time, notAfter: receipt.anchor?.blockTime });
  });
});

describe('a key that was stolen', () => {
  const stolen = (compromisedAt: number) => ({
    trust: {
      jws: w.trustJws({
        authorities: w.list.authorities.map((authority) => ({
          ...authority,
          certificates: authority.certificates.map((item) => ({ ...item, compromisedAt: iso(compromisedAt) })),
        })),
      }),
      root: w.root.jwk,
      asOf: iso(at),
    },
  });
  const anchored = Date.parse(w.log(w.issued).receipt.anchor!.blockTime);

  it.each([
    ['from the moment of issuing on', issuedAt, 'issued-after-compromise'],
    ['a moment later', issuedAt + 1, 'compromise-not-excluded'],
    ['when the anchor was made', anchored, 'compromise-not-excluded'],
    ['a moment after that', anchored + 1, 'issuer-confirmed'],
  ])('%s', (_when, compromisedAt, code) => {
    expect(codeOf('issuer', w.evidence(stolen(compromisedAt)))).toBe(code);
  });
});

describe('a credential', () => {
  it('is taken when it is the one expected, or none was', () => {
    for (const expected of [{ identifier: identifier() }, {}, undefined]) {
      expect(codeOf('integrity', w.evidence({ expected }))).toBe('intact');
    }
    expect(codeOf('integrity', w.evidence({ expected: { identifier: '' } }))).toBe('identifier-not-expected');
  });

  it('has told why it can’t be read', () => {
    const detail = (credential: string) => judge(w.evidence({ credential })).checks[0]?.detail;
    expect(detail('nothing')).toMatch(/ \(.+\)$/);
    const plain = { ok: false, code: 'sd-jwt-malformed' } as unknown as Evidence['subject'];
    const judged = (subject: Evidence['subject']) => judge(w.evidence({ subject })).checks[0]?.detail;
    expect(judged(plain)).toMatch(/ \(sd-jwt-malformed\)$/);
    expect(judged({ ...plain, detail: 'at the end' } as Evidence['subject'])).toMatch(/ \(at the end\)$/);
  });
});

describe('a licence that its registry does not know', () => {
  const unknown = (change: Partial<Evidence> = {}) => {
    const report = judge(w.evidence({ status: { from: 'registry', known: false, asOf: iso(at - hour) }, ...change }));
    return [report.verdict, report.checks[4]];
  };

  it('contradicts what the registry itself has logged and anchored, and is left open', () => {
    const check = { check: 'status', outcome: 'indeterminate', code: 'status-contradicts-log', asOf: iso(at - hour) };
    expect(unknown()).toMatchObject(['indeterminate', check]);
  });

  it('is invalid when nothing proves that it was ever logged', () => {
    const failed = { check: 'status', outcome: 'failed', code: 'status-unknown-to-registry' };
    for (const anchors of [{ unavailable: 'no node' }, { anchors: [], asOf: iso(at) }]) {
      expect(unknown({ anchors })).toMatchObject(['invalid', failed]);
    }
    expect(unknown({ receipt: { unavailable: 'none' } })).toMatchObject(['invalid', failed]);
  });
});

describe(reportText.name, () => {
  it('is one line of canonical JSON, also of a report that tells no licence and no time', () => {
    for (const evidence of [
      w.evidence(),
      w.evidence({ credential: 'nothing' }),
      w.evidence({ receipt: { unavailable: '' } }),
    ]) {
      const report = judge(evidence);
      expect(JSON.parse(reportText(report))).toStrictEqual(report);
      expect(reportText(report)).not.toContain('\n');
      expect(reportText(report)).toMatch(/^{"at":"2026-03-05T08:00:00.000Z","checks":\[{"asOf":/);
    }
    expect(judge(w.evidence({ credential: 'nothing' }))).not.toHaveProperty('timeBound');
  });
});
