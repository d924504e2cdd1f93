import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLog } from '../../platform/index.js';
import { ChangeState } from '../change-state.js';
import { StateLookup } from '../state-lookup.store.js';
import { request } from '../testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld } from '../testing/registry-world.js';
import { AwaitLeases } from './await-leases.js';
import { States } from './open-states.js';
import { StatusLeaseStore } from './status-lease.store.js';

let world: RegistryWorld;
let store: StatusLeaseStore;
let nth = 0;
beforeAll(async () => {
  world = await createRegistryWorld();
  store = new StatusLeaseStore(world.pools.service);
});
afterAll(() => world.close());

interface Made {
  id: string;
  identifier: string;
  masterDigest: Buffer;
}

async function issued(): Promise<Made> {
  nth++;
  const outcome = await world.issuing.issue({
    caller: world.callers[0]!,
    idempotencyKey: `lease-${nth}`,
    body: request(nth),
  });
  if (!outcome.ok) throw new Error(outcome.code);
  const { identifier } = outcome.value;
  const { rows } = await world.pools.owner.query('select id, master_digest from licence where identifier = $1', [
    identifier,
  ]);
  return { id: rows[0].id, identifier, masterDigest: rows[0].master_digest };
}

const change = (identifier: string, command: 'suspend' | 'resume' | 'revoke', key = `change-${nth++}`) =>
  world.changing.change({
    caller: world.callers[0]!,
    idempotencyKey: key,
    identifier,
    command,
    body: { reasonCode: 'other', reason: '原因' },
  });

describe(StatusLeaseStore.name, () => {
  it('tells a change that drew its number early and was committed late', async () => {
    const [early, late] = [await issued(), await issued()];
    const client = await world.pools.owner.connect();
    await client.query('begin');
    await client.query(`update licence set state = 'suspended' where id = $1`, [late.id]);
    const first = await store.changesSince(undefined, 10);
    expect(first.licences).toBeNull();
    await change(early.identifier, 'suspend');
    const second = await store.changesSince(first.snapshot, 10);
    expect(second.licences).toEqual([early.id]);
    await client.query('commit');
    client.release();
    const third = await store.changesSince(second.snapshot, 10);
    expect(third.licences).toEqual([late.id]);
    expect((await store.changesSince(third.snapshot, 10)).licences).toEqual([]);
    expect((await store.changesSince(first.snapshot, 10)).licences?.sort()).toEqual([early.id, late.id].sort());
    // Too many to tell apart, and a snapshot of a database that was further on.
    expect((await store.changesSince(first.snapshot, 1)).licences).toBeNull();
    expect((await store.changesSince('999999999:999999999:', 10)).licences).toBeNull();
  });

  it('lets no late renewal undo a newer one, and no newer one end', async () => {
    const holder = randomUUID();
    const row = async () => (await store.all()).find((lease) => lease.holder === holder);
    await store.renew({ holder, round: 2, taken: 1, holdsMs: 500 });
    await store.renew({ holder, round: 1, taken: 0, holdsMs: 500 });
    expect(await row()).toEqual({ holder, round: 2, taken: 1, holdsMs: 500 });
    await store.markTaken(holder, 3);
    expect((await row())?.taken).toBe(1);
    await store.markTaken(holder, 2);
    await store.renew({ holder, round: 3, taken: 0, holdsMs: 400 });
    expect(await row()).toEqual({ holder, round: 3, taken: 2, holdsMs: 400 });
    await store.end(holder, 2);
    expect(await row()).toBeDefined();
    await store.end(holder, 3);
    expect(await row()).toBeUndefined();
  });

  it('is for the role service alone', async () => {
    await expect(world.pools.public.query('select * from status_lease')).rejects.toMatchObject({ code: '42501' });
    const asked = 'select * from status_changes_since(null, 1)';
    await expect(world.pools.public.query(asked)).rejects.toMatchObject({ code: '42501' });
    await expect(world.pools.worker.query(asked)).rejects.toMatchObject({ code: '42501' });
  });
});

describe(AwaitLeases.name, () => {
  it('waits for a process that is gone until its lease is over, once', async () => {
    const { identifier } = await issued();
    const holder = randomUUID();
    await store.renew({ holder, round: 7, taken: 6, holdsMs: 300 });
    const before = performance.now();
    expect((await change(identifier, 'suspend')).ok).toBe(true);
    expect(performance.now() - before).toBeGreaterThanOrEqual(300);
    expect(await store.all()).toEqual([]);
  });

  it('is what a change waits for, also a repeated one and one that is refused because of the state', async () => {
    const { identifier } = await issued();
    let waited = 0;
    const leases = {
      settled: async () => {
        const { rows } = await world.pools.owner.query('select state from licence where identifier = $1', [identifier]);
        // Committed before: another connection sees it.
        if (rows[0].state === 'revoked') waited++;
      },
    };
    const changing = new ChangeState(world.pools.service, world.press, () => world.now.ms, leases);
    const revoke = (key: string, named = identifier, reason = '原因') =>
      changing.change({
        caller: world.callers[0]!,
        idempotencyKey: key,
        identifier: named,
        command: 'revoke',
        body: { reasonCode: 'other', reason },
      });
    const key = `once-${identifier}`;
    expect([(await revoke(key)).ok, waited]).toEqual([true, 1]);
    expect([(await revoke(key)).ok, waited]).toEqual([true, 2]);
    expect(await revoke('again')).toMatchObject({ ok: false, code: 'transition-not-allowed' });
    expect(waited).toBe(3);
    expect(await revoke(key, identifier, '另一个')).toMatchObject({ ok: false, code: 'idempotency-conflict' });
    expect(await revoke('nobody', `${identifier.slice(0, -1)}?`)).toMatchObject({ ok: false, code: 'not-found' });
    expect(waited).toBe(3);
  });

  it('acknowledges nothing while the leases can not be read', async () => {
    const { identifier } = await issued();
    const away = { settled: () => Promise.reject(new Error('away')) };
    const changing = new ChangeState(world.pools.service, world.press, () => world.now.ms, away);
    const suspend = {
      caller: world.callers[0]!,
      idempotencyKey: `away-${identifier}`,
      identifier,
      command: 'suspend' as const,
      body: { reasonCode: 'other', reason: '原因' },
    };
    await expect(changing.change(suspend)).rejects.toThrow('away');
    expect(await world.changing.change(suspend)).toMatchObject({ ok: true, value: { state: 'suspended' } });
  });
});

describe(States.name, () => {
  const opened: States[] = [];
  function open(): { states: States; asked: () => number } {
    const lookup = new StateLookup(world.pools.public);
    let asked = 0;
    const counting = {
      find: (question: Parameters<StateLookup['find']>[0]) => {
        asked++;
        return lookup.find(question);
      },
    };
    const context = {
      database: world.databases.service,
      leaseMs: 1000,
      clock: Date.now,
      log: createLog('silent', 'test'),
    };
    const states = new States(counting, context);
    states.onModuleInit();
    opened.push(states);
    return { states, asked: () => asked };
  }
  afterAll(() => Promise.all(opened.map((states) => states.onModuleDestroy())));

  /** Asks until the answer comes from memory. */
  async function remembered({ states, asked }: ReturnType<typeof open>, question: Made): Promise<void> {
    for (;;) {
      const before = asked();
      await states.find(question);
      if (asked() === before) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('answers from memory in two processes, and neither tells an old state once a change is acknowledged', async () => {
    const question = await issued();
    const [one, other] = [open(), open()];
    for (const command of ['suspend', 'resume', 'suspend', 'resume', 'revoke'] as const) {
      await Promise.all([remembered(one, question), remembered(other, question)]);
      const outcome = await change(question.identifier, command);
      if (!outcome.ok) throw new Error(outcome.code);
      const told = await Promise.all([one, other].map(({ states }) => states.find(question)));
      expect(told.map(({ standing }) => standing?.state)).toEqual([outcome.value.state, outcome.value.state]);
    }
  });

  it('never remembers that a licence is unknown', async () => {
    const one = open();
    const question = { ...(await issued()), masterDigest: Buffer.alloc(32) };
    for (let i = 1; i <= 3; i++) {
      expect((await one.states.find(question)).standing).toBeUndefined();
      expect(one.asked()).toBe(i);
    }
  });

  it('leaves no lease behind when it ends', async () => {
    for (const states of opened.splice(0)) await states.onModuleDestroy();
    expect(await store.all()).toEqual([]);
  });
});
