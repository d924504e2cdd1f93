import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MasterInput } from '../../credential/index.js';
import type { LicenceEvent } from '../../licence/index.js';
import type { Evidence } from '../evidence.js';
import { standard, strict } from '../policy.js';
import type { Report } from '../report.js';
import { at, crypto, hour, identifier, iso, issuedAt, World } from '../testing/world.js';
import { verify } from '../verify.js';
import { boundTime, clockSkew, logDelay, timeFault } from './time-bound.js';

const w = new World();

interface Times {
  /** Of the event and of `iat`, milliseconds. */
  event?: number;
  iat?: number;
  issuanceDate?: string;
  /** Of the blocks, oldest first. */
  blocks: number[];
}

function judge(
  { event = issuedAt, iat = issuedAt, issuanceDate = '2026-03-02', blocks }: Times,
  brought = true,
): Report {
  const master: Partial<MasterInput> = { issuedAt: iat / 1000, issuanceDate };
  const change: Partial<LicenceEvent> = { time: iso(event) };
  const issued = w.eventOf(w.issue(master).credential, identifier(), 7, change);
  const { receipt, anchors } = w.log(issued, blocks.map(iso));
  const evidence: Partial<Evidence> = { receipt: { value: receipt, brought }, anchors: { anchors, asOf: iso(at) } };
  return verify(w.evidence(evidence, issued), standard, at, crypto);
}

const answer = (report: Report) => {
  const { outcome, code } = report.checks.find(({ check }) => check === 'attestation') ?? {};
  return `${outcome} ${code}`;
};

describe('the time of an event', () => {
  it('is told between the blocks around it, with what it claims', () => {
    const [earliest, before, last] = [issuedAt - 2 * hour, issuedAt - hour, issuedAt + 5_000];
    const report = judge({ blocks: [earliest, before, last] });
    expect(answer(report)).toBe('passed anchored');
    expect(report.timeBound).toEqual({
      claimed: iso(issuedAt),
      notAfter: iso(last),
      absentAt: iso(before),
      notBefore: iso(earliest - logDelay),
    });
    expect(judge({ blocks: [before, last] }).timeBound).toEqual({
      claimed: iso(issuedAt),
      notAfter: iso(last),
      absentAt: iso(before),
    });
  });

  it('is not told by a proof that is not whole', () => {
    const dark = verify(w.evidence({ anchors: { unavailable: 'node down' } }), standard, issuedAt + hour, crypto);
    expect(dark.timeBound).toBeUndefined();
    const { receipt, anchors } = w.log(w.issued);
    const wrong = { receipt: { value: { ...receipt, index: 3 }, brought: true }, anchors: { anchors, asOf: iso(at) } };
    expect(verify(w.evidence(wrong), standard, at, crypto).timeBound).toBeUndefined();
  });

  it.each<[string, Times, string]>([
    ['an event as young as clocks may differ', { blocks: [0, 0, issuedAt - clockSkew] }, 'passed anchored'],
    ['an event younger than its block', { blocks: [0, 0, issuedAt - clockSkew - 1] }, 'failed event-after-anchor'],
    [
      'an issue claimed to be younger than the block',
      { iat: issuedAt + clockSkew + 1000, blocks: [0, 0, issuedAt] },
      'failed event-after-anchor',
    ],
    ['as old as the log may let it wait', { blocks: [issuedAt + logDelay, at, at] }, 'passed anchored'],
    ['older than that', { blocks: [issuedAt + logDelay + 1, at, at] }, 'failed back-dated'],
    [
      'an issue claimed to be older than that',
      { iat: issuedAt - 2000, blocks: [issuedAt - 1000 + logDelay, at, at] },
      'failed back-dated',
    ],
    [
      'a chain that stood still for a month',
      { blocks: [issuedAt, issuedAt + 720 * hour, at + 720 * hour] },
      'passed anchored',
    ],
    ['two anchors at hand, and old enough', { blocks: [issuedAt + logDelay, at + 96 * hour] }, 'passed anchored'],
    [
      'two anchors at hand, and older',
      { blocks: [issuedAt + logDelay + 1, at + 96 * hour] },
      'indeterminate back-dating-not-excluded',
    ],
  ])('%s', (_what, times, expected) => {
    expect(answer(judge(times))).toBe(expected);
  });

  it('is judged alike when the registry itself gave the receipt, and makes the licence invalid', () => {
    const report = judge({ blocks: [issuedAt + logDelay + 1, at, at] }, false);
    expect(answer(report)).toBe('failed back-dated');
    expect(report.verdict).toBe('invalid');
    expect(report.timeBound?.notBefore).toBe(iso(issuedAt + 1));
  });

  it.each<[string, string, string | undefined]>([
    ['the day itself', '2026-03-02', undefined],
    ['the day before', '2026-03-01', undefined],
    ['two days before', '2026-02-28', '2026-02-28'],
    ['the day after', '2026-03-03', undefined],
    ['two days after', '2026-03-04', '2026-03-04'],
  ])('stands beside the day of issue when that is another: %s', (_what, issuanceDate, told) => {
    const report = judge({ issuanceDate, blocks: [issuedAt - hour, issuedAt, issuedAt] });
    expect(report.timeBound?.claimedIssuance).toBe(told);
    expect(answer(report)).toBe('passed anchored');
  });

  it('can be left open by no later anchor', () => {
    const { receipt, anchors } = w.log(w.issued);
    const [first, second] = anchors as [(typeof anchors)[0], (typeof anchors)[0]];
    const later = { ...first, treeSize: 3 };
    const { root: _root, previousTreeSize: _size, ...previousAnchor } = later;
    const chain = { anchors: [later, { ...second, previousTreeSize: 3 }], asOf: iso(at) };
    for (const [brought, outcome] of [
      [true, 'failed'],
      [false, 'indeterminate'],
    ] as const) {
      const evidence = { receipt: { value: { ...receipt, previousAnchor }, brought }, anchors: chain };
      const report = verify(w.evidence(evidence), strict, at, crypto);
      expect(answer(report)).toBe(`${outcome} receipt-under-later-anchor`);
    }
  });

  it('of any honest log passes, and none that lies by more than the delay does', () => {
    const [anchor] = w.log(w.issued).anchors as [ReturnType<World['log']>['anchors'][0]];
    const span = fc.integer({ min: 0, max: 2_000 * hour });
    fc.assert(
      fc.property(
        span,
        span,
        span,
        fc.integer({ min: 0, max: logDelay }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, c, wait, share) => {
          // What happened before the earliest anchor was logged within the delay, so it is not absent from the next.
          const [earliest, before, last] = [issuedAt + a, issuedAt + a + b, issuedAt + a + b + c];
          const time = Math.min(last, earliest + Math.floor(share * (last - earliest)) - wait);
          const anchors = [
            { ...anchor, treeSize: 1, previousTreeSize: 0, blockTime: iso(earliest) },
            { ...anchor, treeSize: 2, previousTreeSize: 1, blockTime: iso(before) },
            { ...anchor, treeSize: 5, previousTreeSize: 2, blockTime: iso(last) },
          ] as const;
          const found = (claimed: number) => {
            const claims = { issuedAt: claimed, issuanceDate: '2026-03-02' };
            const question = { eventTime: iso(claimed), claims, anchor: anchors[2], previous: anchors[1], anchors };
            return timeFault(boundTime(question), claims)?.code;
          };
          expect(found(time)).toBeUndefined();
          expect(found(earliest - logDelay - 1 - wait)).toBe('back-dated');
          expect(found(last + clockSkew + 1 + wait)).toBe('event-after-anchor');
        },
      ),
    );
  });

  it('does not throw at an issue signed with a number that is no moment', () => {
    const claims = { issuedAt: 1e300, issuanceDate: 'never' };
    const [anchor] = w.log(w.issued).anchors as [ReturnType<World['log']>['anchors'][0]];
    const bound = boundTime({ eventTime: iso(issuedAt), claims, anchor, previous: undefined, anchors: [] });
    expect(timeFault(bound, claims)?.code).toBe('event-after-anchor');
  });
});
