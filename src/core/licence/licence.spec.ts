import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  decide,
  eventEntry,
  type LicenceEvent,
  type LicenceState,
  licenceCommands,
  licenceStates,
  reasonCodes,
  statusOf,
  transitions,
} from './index.js';

const crypto = {
  sha256: (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest()),
  digestText: () => '',
  verifyEs256: () => false,
  verifyEd25519: () => false,
  inflate: () => new Uint8Array(0),
};

describe('the lifecycle', () => {
  const allowed: Record<string, Record<string, LicenceState>> = {
    nothing: { issue: 'active', change: 'active', renew: 'active' },
    active: {
      suspend: 'suspended',
      rescind: 'rescinded',
      revoke: 'revoked',
      cancel: 'cancelled',
      transfer: 'transferred',
      supersede: 'superseded',
    },
    suspended: { resume: 'active', rescind: 'rescinded', revoke: 'revoked', cancel: 'cancelled' },
  };

  it.each([null, ...licenceStates])('from %p allows exactly what the table says', (state) => {
    for (const command of licenceCommands) {
      const to = allowed[state ?? 'nothing']?.[command];
      const expected = to ? { ok: true, value: to } : { ok: false, code: 'transition-not-allowed' };
      expect(decide(state, command)).toMatchObject(expected);
    }
  });

  it('never leads out of an end state, and has one row for each state and command', () => {
    const ends: LicenceState[] = ['rescinded', 'revoked', 'cancelled', 'superseded', 'transferred'];
    expect(transitions.filter(({ from }) => from !== null && ends.includes(from))).toEqual([]);
    expect(new Set(transitions.map(({ from, command }) => `${from} ${command}`)).size).toBe(transitions.length);
  });

  it('publishes 0 for active, 2 for suspended, 1 for everything that does not come back', () => {
    expect(licenceStates.map((state) => [state, statusOf(state)])).toEqual([
      ['active', 0],
      ['suspended', 2],
      ['rescinded', 1],
      ['revoked', 1],
      ['cancelled', 1],
      ['superseded', 1],
      ['transferred', 1],
    ]);
  });
});

describe('the reason codes', () => {
  it('are distinct per command, end in other and speak both languages', () => {
    for (const [command, reasons] of Object.entries(reasonCodes)) {
      const codes = reasons.map(({ code }) => code);
      expect([command, new Set(codes).size]).toEqual([command, codes.length]);
      expect(codes.at(-1)).toBe('other');
      expect(codes.length).toBeGreaterThan(1);
      for (const { code, text } of reasons) {
        expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
        expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
        expect(text.en).toMatch(/^[A-Z]/);
      }
    }
  });

  it('exist for every command on a licence that is there', () => {
    const reasoned = licenceCommands.filter((command) => command !== 'issue' && command !== 'supersede');
    expect(Object.keys(reasonCodes).sort()).toEqual([...reasoned].sort());
  });
});

describe('the entry of an event', () => {
  const event: LicenceEvent = {
    time: '2026-11-24T22:00:00.000Z',
    identifier: '1.2.156.3005.2.11100000000013127D001.11430000006122244L.0000000001.001.D',
    typeCode: '11100000000013127D001',
    typeVersion: 1,
    command: 'issue',
    masterDigest: `sha-256:${'A'.repeat(43)}`,
    statusIndex: 7,
    previousEvent: null,
  };
  const salt = new Uint8Array(32).fill(9);

  it('is the hash of domain, zero byte, salt and canonical event', () => {
    const canonical =
      `{"command":"issue","identifier":"${event.identifier}","masterDigest":"${event.masterDigest}",` +
      '"previousEvent":null,"statusIndex":7,"time":"2026-11-24T22:00:00.000Z",' +
      '"typeCode":"11100000000013127D001","typeVersion":1}';
    const expected = createHash('sha256')
      .update('elicence-event-v1')
      .update(Uint8Array.of(0))
      .update(salt)
      .update(canonical);
    expect(eventEntry(event, salt, crypto)).toEqual(new Uint8Array(expected.digest()));
  });

  it('changes with every field and with the salt', () => {
    const entries = new Set<string>();
    const add = (one: LicenceEvent, by: Uint8Array) => entries.add(eventEntry(one, by, crypto).join());
    add(event, salt);
    add(event, new Uint8Array(32).fill(8));
    for (const name of Object.keys(event)) add({ ...event, [name]: 'other' } as LicenceEvent, salt);
    expect(entries.size).toBe(2 + Object.keys(event).length);
  });

  it('takes a salt of 32 bytes only', () =>
    expect(() => eventEntry(event, new Uint8Array(31), crypto)).toThrow('32 bytes'));
});
