import { describe, expect, it } from '@jest/globals';
import { formatDigest, fromBase64url, toBase64url } from '../../bytes/index.js';
import { narrow, standard, strict } from '../policy.js';
import { type Readable, readSubject } from '../subject.js';
import { at, codeB, crypto, hour, identifier, iso, otherType, World } from '../testing/world.js';
import { eventFault, isYoung, provenEntry } from './event.js';

const w = new World();
const { event } = w.issued;
const subject = () => readSubject(w.issued.credential, crypto) as Readable;

describe(eventFault.name, () => {
  it.each(['issue', 'change', 'renew'])('finds nothing wrong with a command that makes a master: %s', (command) => {
    expect(eventFault({ ...event, command: command as 'issue' }, subject())).toBeUndefined();
  });

  it.each(['suspend', 'resume', 'revoke', 'cancel', 'transfer', 'rescind'])('takes no %s for the making', (command) => {
    const other = { ...event, command: command as 'revoke' };
    expect(eventFault(other, subject())).toBe('receipt-of-another-event');
    expect(eventFault({ ...other, statusIndex: 8 }, subject())).toBe('receipt-of-another-licence');
  });

  it.each([
    ['master', { masterDigest: `sha-256:${'A'.repeat(43)}` }],
    ['version', { identifier: identifier({ version: 2 }) }],
    ['authority', { identifier: identifier({ issuerCode: codeB }) }],
    ['type', { typeCode: otherType }],
    ['place on the list', { statusIndex: 8 }],
  ])('is of another licence with another %s', (_what, change) => {
    expect(eventFault({ ...event, ...change } as typeof event, subject())).toBe('receipt-of-another-licence');
  });

  it('compares no type with an identifier that has none', () => {
    const unclear = { ...subject(), identifier: { ok: false, code: 'identifier-malformed' } as const };
    expect(eventFault({ ...event, typeCode: otherType }, unclear)).toBeUndefined();
  });
});

describe(provenEntry.name, () => {
  const { salt, entry } = w.log(w.issued).receipt;
  const proven = (change: object) => provenEntry({ event, salt, entry, ...change }, crypto);

  it('is the digest of salt and event, when that is the one claimed', () => {
    expect(formatDigest(proven({}) as Uint8Array)).toBe(entry);
    expect(proven({ event: { ...event, typeVersion: 2 } })).toBeUndefined();
    expect(proven({ salt: toBase64url(new Uint8Array(32)) })).toBeUndefined();
    expect(proven({ entry: `sha-256:${'A'.repeat(43)}` })).toBeUndefined();
  });

  it('is nothing for a salt or an entry of another form', () => {
    const bytes = fromBase64url(salt) as Uint8Array;
    for (const other of [toBase64url(bytes.subarray(1)), toBase64url(new Uint8Array([...bytes, 0])), '', '*', 'A']) {
      expect(proven({ salt: other })).toBeUndefined();
    }
    for (const other of ['', entry.slice(8), `sha-512:${entry.slice(8)}`, entry.slice(0, -1)]) {
      expect(proven({ entry: other })).toBeUndefined();
    }
  });
});

describe(isYoung.name, () => {
  const young = (time: string, policy = standard) => isYoung({ time }, at, policy);

  it('is an event of less than the grace ago, or of a minute ahead, for the clocks', () => {
    expect([at, at - 24 * hour + 1, at + 60_000].map((time) => young(iso(time)))).toEqual([true, true, true]);
    expect([at - 24 * hour, at + 60_001].map((time) => young(iso(time)))).toEqual([false, false]);
    const brief = narrow(standard, { attestationGrace: 60 });
    expect([at - 59_999, at - 60_000].map((time) => young(iso(time), brief))).toEqual([true, false]);
  });

  it('is none where no grace is given, and none whose time can’t be read', () => {
    expect(young(iso(at), strict)).toBe(false);
    for (const time of ['', 'now', '2026-02-30T00:00:00Z']) expect(young(time)).toBe(false);
  });
});
