import { describe, expect, it } from '@jest/globals';
import { StateMemory } from './state-memory.js';
import { StatusLease } from './status-lease.js';
import { type Plants, Simulation } from './testing/simulation.js';

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
const steps = 500;

describe('states under a lease, whatever the order of statements, commits, answers and time', () => {
  it('tells nothing older than what was acknowledged before it was asked', async () => {
    let [fromMemory, changes] = [0, 0];
    for (const seed of seeds) {
      const result = await new Simulation(seed).run(steps);
      expect({ seed, violations: result.violations }).toEqual({ seed, violations: [] });
      fromMemory += result.fromMemory;
      changes += result.changes;
    }
    expect(fromMemory).toBeGreaterThan(300);
    expect(changes).toBeGreaterThan(300);
  });

  it.each<[string, Plants]>([
    ['a holder counts three seconds for one', { holderSpeed: 1 / 3 }],
    ['changes are followed by their numbers', { followNumbers: true }],
    ['what was asked before a round is kept after it', { forgetRound: true }],
    ['a lease is committed after its changes are read', { leaseAfterReading: true }],
    ['a change reads the leases before it is committed', { leasesBeforeCommit: true }],
  ])('would be seen to tell something older when %s', async (_what, plants) => {
    const found: string[] = [];
    for (let seed = 1; seed <= 400 && found.length === 0; seed++) {
      found.push(...(await new Simulation(seed, plants).run(steps)).violations);
    }
    expect(found).not.toEqual([]);
  });
});

describe(StatusLease.name, () => {
  function held() {
    const at = { mono: 0, wall: 0 };
    const store = {
      renew: async () => undefined,
      changesSince: async () => {
        at.mono += 100;
        return { snapshot: '1:1:', licences: [] };
      },
      markTaken: async () => undefined,
      end: async () => undefined,
    };
    const lease = new StatusLease(
      { store, memory: new StateMemory(), clock: () => at.wall, monotonic: () => at.mono },
      { holder: 'x', holdsMs: 1000 },
    );
    return { at, store, lease };
  }

  it('counts from before it was asked for, and less than others wait', async () => {
    const { at, lease } = held();
    expect(lease.isLive()).toBe(false);
    await lease.renew(false);
    at.mono = 949;
    expect(lease.isLive()).toBe(true);
    at.mono = 950;
    expect(lease.isLive()).toBe(false);
  });

  it('is over when the wall clock says so, as on a machine that slept, or was put back', async () => {
    const { at, lease } = held();
    await lease.renew(false);
    at.wall = 1000;
    expect(lease.isLive()).toBe(false);
    at.wall = -1000;
    expect(lease.isLive()).toBe(false);
    at.wall = 0;
    expect(lease.isLive()).toBe(true);
  });

  it('is not longer by a round that failed, nor by one without its changes', async () => {
    const { at, lease, store } = held();
    await lease.renew(false);
    store.changesSince = () => Promise.reject(new Error('away'));
    at.mono = 900;
    await expect(lease.renew(false)).rejects.toThrow('away');
    at.mono = 950;
    expect(lease.isLive()).toBe(false);
    expect(lease.takenRound).toBe(1);
  });
});

describe(StateMemory.name, () => {
  const standing = (n: number) => ({
    licenceId: `id-${n}`,
    state: 'active' as const,
    stateChangedAt: new Date(0),
    statusList: 0,
  });
  const question = (n: number) => ({ identifier: `licence-${n}`, masterDigest: Buffer.from([n]) });

  it('is bounded, and keeps what is asked for again', () => {
    const memory = new StateMemory(10);
    for (let n = 0; n < 100; n++) {
      memory.set(question(n), { standing: standing(n), askedAt: n });
      expect(memory.get(question(0))).toBeDefined();
      expect(memory.size).toBeLessThanOrEqual(10);
    }
    expect(memory.get(question(50))).toBeUndefined();
  });

  it('answers for the very master, and forgets in both generations', () => {
    const memory = new StateMemory(4);
    for (let n = 0; n < 3; n++) memory.set(question(n), { standing: standing(n), askedAt: n });
    expect(memory.get({ ...question(1), masterDigest: Buffer.from([9]) })).toBeUndefined();
    memory.forget(['id-0', 'id-2', 'id-77']);
    expect([0, 1, 2].map((n) => memory.get(question(n))?.askedAt)).toEqual([undefined, 1, undefined]);
    memory.clear();
    expect(memory.get(question(1))).toBeUndefined();
  });
});
