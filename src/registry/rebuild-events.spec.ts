import { describe, expect, it } from '@jest/globals';
import { eventEntry, formatDigest, type LicenceCommand, type LicenceEvent } from '../core/index.js';
import { nodeCrypto, rfc3339 } from '../platform/index.js';
import { eventFault, placeFault, replay, type SourceEvent } from './rebuild-events.js';

const start = Date.parse('2026-11-24T14:00:00.000Z');

function event(
  n: number,
  command: LicenceCommand,
  previous: SourceEvent | null,
  more: Partial<LicenceEvent> = {},
): SourceEvent {
  const salt = Buffer.alloc(32, n);
  const made: LicenceEvent = {
    identifier: 'X',
    typeCode: 'T',
    typeVersion: 1,
    command,
    masterDigest: formatDigest(Buffer.alloc(32, 1)),
    statusIndex: 4,
    previousEvent: previous && formatDigest(previous.entry),
    time: rfc3339(start + n),
    ...more,
  };
  const entry = Buffer.from(eventEntry(made, salt, nodeCrypto));
  const createdAt = new Date(made.time);
  const place = { leafIndex: n, leafEntry: entry, waitingEntry: null };
  return { id: `event-${n}`, organisationId: 'o', command, event: made, salt, entry, createdAt, ...place };
}

const issued = event(1, 'issue', null);
const suspended = event(2, 'suspend', issued);
const revoked = event(3, 'revoke', suspended);

describe(replay.name, () => {
  it('follows the chain of entries, in whatever order the rows come', () => {
    for (const order of [
      [issued, suspended, revoked],
      [revoked, issued, suspended],
    ]) {
      expect(replay(order)).toEqual({ first: issued, last: revoked, making: issued, state: 'revoked' });
    }
  });

  it.each<[string, SourceEvent[], string]>([
    ['nothing', [], 'no event begins'],
    ['a beginning that is gone', [suspended, revoked], 'no event begins'],
    ['a middle that is gone', [issued, revoked], 'names one before it that is not there'],
    ['a fork', [issued, suspended, event(4, 'revoke', issued)], 'two events follow'],
    ['two beginnings', [issued, event(4, 'issue', null)], 'two events follow nothing'],
    ['what the lifecycle forbids', [issued, event(4, 'resume', issued)], 'resume is not allowed from active'],
    ['another licence', [issued, event(4, 'suspend', issued, { identifier: 'Y' })], 'another licence'],
    ['another authority', [issued, { ...suspended, organisationId: 'p' }], 'another licence'],
    ['another master', [issued, event(4, 'suspend', issued, { masterDigest: 'sha-256:x' })], 'another master'],
    ['time that goes backwards', [issued, event(0, 'suspend', issued)], 'older than the one before'],
  ])('tells of %s', (_, events, told) => {
    expect(replay(events)).toContain(told);
  });

  it('does not go in circles with entries that were tampered with', () => {
    const turned = { ...suspended, entry: issued.entry };
    expect(replay([issued, turned, revoked])).toContain('suspend is not allowed from suspended');
  });
});

const faultOf = (source: SourceEvent) => eventFault(source, nodeCrypto) ?? placeFault(source);

describe('an event and its place', () => {
  it('are sound while it waits and when it is logged', () => {
    expect(faultOf(issued)).toBeUndefined();
    const waits = { ...issued, leafIndex: null, leafEntry: null, waitingEntry: issued.entry };
    expect(faultOf(waits)).toBeUndefined();
  });

  it.each<[string, Partial<SourceEvent>]>([
    ['its salt has not 32 bytes', { salt: Buffer.alloc(31) }],
    ['its entry is not the one', { salt: Buffer.alloc(32, 9) }],
    ['its entry is not the one', { entry: suspended.entry }],
    ['another command', { command: 'revoke' }],
    ['another time', { createdAt: new Date(0) }],
    ['does not wait', { leafEntry: null }],
    ['waits in the journal and is leaf 1', { waitingEntry: issued.entry }],
    ['leaf 1 of the log holds another', { leafEntry: suspended.entry }],
    ['the journal holds another', { leafEntry: null, waitingEntry: suspended.entry }],
  ])('are told: %s', (told, change) => {
    expect(faultOf({ ...issued, ...change })).toContain(told);
  });
});
