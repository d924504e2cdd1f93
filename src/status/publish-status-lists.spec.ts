import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readStatusToken, type StatusTokenRefusal } from '../core/index.js';
import { nodeCrypto } from '../platform/index.js';
import { statusListUri } from '../registry/index.js';
import { request } from '../registry/testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld, settings } from '../registry/testing/registry-world.js';
import { publishStatusLists } from './publish-status-lists.js';
import { readToken } from './status.store.js';

let world: RegistryWorld;
beforeAll(async () => {
  world = await createRegistryWorld();
});
afterAll(() => world.close());

const publish = () =>
  publishStatusLists({
    pool: world.pools.worker,
    key: world.keystore.ec('status'),
    identity: settings.identity,
    ttlSeconds: 60,
    clock: () => world.now.ms,
  });

async function statusOf(index: number, at = world.now.ms): Promise<number | StatusTokenRefusal> {
  const stored = await readToken(world.pools.service, 0);
  const keys = [world.keystore.ec('status').publicKey];
  const read = readStatusToken(
    stored!.token,
    { uri: statusListUri(settings.identity, 0), index, keys, at },
    nodeCrypto,
  );
  return read.ok ? read.value.value : read.code;
}

const caller = () => world.callers[0]!;
const reason = { reasonCode: 'other', reason: '原因' };

describe(publishStatusLists.name, () => {
  it('publishes nothing while no licence has a place', async () => {
    expect(await publish()).toBe(0);
    expect(await readToken(world.pools.service, 0)).toBeUndefined();
  });

  it('says at once what changed, signs anew after half the time to live, and expires', async () => {
    const outcome = await world.issuing.issue({ caller: caller(), idempotencyKey: 'a', body: request(1) });
    if (!outcome.ok) throw new Error(outcome.code);
    const { identifier, inclusionPromise } = outcome.value;
    const index = inclusionPromise.event.statusIndex;
    const change = (command: 'suspend' | 'resume' | 'revoke') =>
      world.changing.change({ caller: caller(), idempotencyKey: command, identifier, command, body: reason });

    expect(await publish()).toBe(1);
    expect(await statusOf(index)).toBe(0);
    expect(await publish()).toBe(0);
    await change('suspend');
    expect(await publish()).toBe(1);
    expect(await statusOf(index)).toBe(2);
    expect(await statusOf(index === 0 ? 1 : 0)).toBe(0);
    await change('resume');
    await publish();
    expect(await statusOf(index)).toBe(0);
    await change('revoke');
    await publish();
    expect(await statusOf(index)).toBe(1);

    world.now.ms += 29_000;
    expect(await publish()).toBe(0);
    world.now.ms += 1_000;
    expect(await publish()).toBe(1);
    expect(await statusOf(index, world.now.ms + 119_000)).toBe(1);
    expect(await statusOf(index, world.now.ms + 120_000)).toBe('status-token-expired');
    expect(await statusOf(2 ** 17)).toBe('status-index-out-of-range');
  });

  it('lets two workers publish at once without losing a change', async () => {
    const { rows } = await world.pools.owner.query('select status_index from licence limit 1');
    world.now.ms += 60_000;
    expect((await Promise.all([publish(), publish(), publish()])).sort()).toEqual([0, 0, 1]);
    expect(await statusOf(rows[0].status_index)).toBe(1);
  });
});
