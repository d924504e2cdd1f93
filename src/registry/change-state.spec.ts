import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LicenceState, licenceStates, transitions } from '../core/index.js';
import { ChangeState, type StateCommand, stateCommands } from './change-state.js';
import { request } from './testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld } from './testing/registry-world.js';

let world: RegistryWorld;
let nth = 0;
beforeAll(async () => {
  world = await createRegistryWorld();
});
afterAll(() => world.close());

async function issued(who = 0): Promise<string> {
  const key = `issue-${nth++}`;
  const outcome = await world.issuing.issue({ caller: world.callers[who]!, idempotencyKey: key, body: request(nth) });
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value.identifier;
}

const body = { reasonCode: 'other', reason: '检查发现问题', legalBasis: '条例第九条' };
const change = (identifier: string, command: StateCommand, key = `change-${nth++}`, more: object = {}, who = 0) =>
  world.changing.change({
    caller: world.callers[who]!,
    idempotencyKey: key,
    identifier,
    command,
    body: { ...body, ...more },
  });

/** Commands that lead there from a new licence. */
const ways: Partial<Record<LicenceState, StateCommand[]>> = {
  active: [],
  suspended: ['suspend'],
  rescinded: ['rescind'],
  revoked: ['revoke'],
  cancelled: ['cancel'],
};

describe(ChangeState.name, () => {
  const pairs = licenceStates.flatMap((from) => stateCommands.map((command) => ({ from, command })));

  it.each(pairs)('$command from $from follows the lifecycle', async ({ from, command }) => {
    const identifier = await issued();
    const way = ways[from];
    for (const step of way ?? []) expect((await change(identifier, step)).ok).toBe(true);
    if (!way) await world.pools.owner.query('update licence set state = $1 where identifier = $2', [from, identifier]);
    const allowed = transitions.find((row) => row.from === from && row.command === command);
    const outcome = await change(identifier, command);
    const { rows } = await world.pools.owner.query('select state from licence where identifier = $1', [identifier]);
    if (allowed) {
      expect(outcome).toMatchObject({ ok: true, value: { identifier, state: allowed.to, attestation: 'pending' } });
      expect(rows[0].state).toBe(allowed.to);
    } else {
      expect(outcome).toMatchObject({ ok: false, code: 'transition-not-allowed' });
      expect(rows[0].state).toBe(from);
    }
  });

  it('chains every event to the one before it and journals it', async () => {
    const identifier = await issued();
    const suspended = await change(identifier, 'suspend');
    world.now.ms += 5000;
    const resumed = await change(identifier, 'resume');
    const page = await world.reading.events(world.callers[0]!, identifier, { after: null, limit: 10 });
    const events = page!.items;
    expect(events.map((event) => event.command)).toEqual(['issue', 'suspend', 'resume']);
    expect(events.map((event) => event.inclusionPromise.event.previousEvent)).toEqual([
      null,
      events[0]!.inclusionPromise.entry,
      events[1]!.inclusionPromise.entry,
    ]);
    expect(events[1]).toMatchObject({
      reasonCode: 'other',
      reason: '检查发现问题',
      legalBasis: '条例第九条',
      attestation: 'pending',
    });
    expect(suspended.ok && suspended.value.inclusionPromise).toEqual(events[1]!.inclusionPromise);
    expect(resumed.ok && resumed.value.stateChangedAt).toBe(events[2]!.time);
    const { rows } = await world.pools.owner.query('select count(*) from journal where id = any($1)', [
      events.map((e) => e.id),
    ]);
    expect(Number(rows[0].count)).toBe(3);
    const first = await world.reading.events(world.callers[0]!, identifier, { after: null, limit: 2 });
    expect(first!.items).toHaveLength(2);
    const next = Buffer.from(first!.next!, 'base64url').toString();
    expect((await world.reading.events(world.callers[0]!, identifier, { after: next, limit: 2 }))!.items).toEqual([
      events[2],
    ]);
  });

  it('never dates an event before the one before it, whatever the clock says', async () => {
    const identifier = await issued();
    world.now.ms -= 60_000;
    const outcome = await change(identifier, 'suspend');
    world.now.ms += 60_000;
    expect(outcome.ok && Date.parse(outcome.value.stateChangedAt)).toBe(world.now.ms);
  });

  it('answers a repeat alike, even when the state has moved on, and refuses another body under the key', async () => {
    const identifier = await issued();
    const first = await change(identifier, 'suspend', 'repeat');
    await change(identifier, 'revoke');
    expect(JSON.stringify(await change(identifier, 'suspend', 'repeat'))).toBe(JSON.stringify(first));
    expect(await change(identifier, 'suspend', 'repeat', { reason: 'x' })).toMatchObject({
      code: 'idempotency-conflict',
    });
    expect(await change(identifier, 'cancel', 'repeat')).toMatchObject({ code: 'idempotency-conflict' });
    expect(await change(await issued(), 'suspend', 'repeat')).toMatchObject({ code: 'idempotency-conflict' });
  });

  it('lets one of several at once win', async () => {
    const identifier = await issued();
    const outcomes = await Promise.all([1, 2, 3, 4].map((i) => change(identifier, 'revoke', `race-${i}`)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    const twins = await Promise.all([1, 2, 3].map(async () => change(identifier, 'revoke', 'race-1')));
    expect(new Set(twins.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  });

  it('keeps nothing of a refusal, so that its key is free', async () => {
    const identifier = await issued();
    expect(await change(identifier, 'resume', 'free')).toMatchObject({ code: 'transition-not-allowed' });
    expect(await change(identifier, 'suspend', 'free')).toMatchObject({ ok: true });
  });

  it('does not know a licence of another authority, nor a reason of another command', async () => {
    const identifier = await issued(1);
    expect(await change(identifier, 'revoke')).toEqual({ ok: false, code: 'not-found' });
    expect(await change('1.2.156.3005.2.x', 'revoke')).toEqual({ ok: false, code: 'not-found' });
    const outcome = await change(await issued(), 'suspend', 'reason', { reasonCode: 'court-decision' });
    expect(outcome).toMatchObject({ code: 'reason-code-unknown', errors: [{ pointer: '/reasonCode' }] });
  });
});
