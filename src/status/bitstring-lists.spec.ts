import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bitstringUri, readBitstringCredential } from '../core/index.js';
import { nodeCrypto } from '../platform/index.js';
import { statusListUri } from '../registry/index.js';
import { request } from '../registry/testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld, settings } from '../registry/testing/registry-world.js';
import { BitstringLists } from './bitstring-lists.js';
import { publishStatusLists } from './publish-status-lists.js';

let world: RegistryWorld;
let lists: BitstringLists;
beforeAll(async () => {
  world = await createRegistryWorld();
  const key = world.keystore.ec('status');
  lists = new BitstringLists({ pool: world.pools.service, key, identity: settings.identity, ttlSeconds: 60 });
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

async function bitsOf(index: number, at = world.now.ms) {
  const keys = [world.keystore.ec('status').publicKey];
  const answers = [];
  for (const purpose of ['revocation', 'suspension'] as const) {
    const text = await lists.read(0, purpose);
    if (text === undefined) throw new Error('no list');
    const uri = bitstringUri(statusListUri(settings.identity, 0), purpose);
    const read = readBitstringCredential(text, { uri, purpose, index, keys, at }, nodeCrypto);
    answers.push(read.ok ? read.value : read.code);
  }
  return answers;
}

describe(BitstringLists.name, () => {
  it('has nothing while no token list is published', async () => {
    await publish();
    expect(await lists.read(0, 'revocation')).toBeUndefined();
  });

  it('tells of each change what the token list tells, keeps what it made, and expires with the token', async () => {
    const caller = world.callers[0]!;
    const outcome = await world.issuing.issue({ caller, idempotencyKey: 'a', body: request(1) });
    if (!outcome.ok) throw new Error(outcome.code);
    const { identifier, inclusionPromise } = outcome.value;
    const index = inclusionPromise.event.statusIndex;
    const body = { reasonCode: 'other', reason: '原因' };
    const change = async (command: 'suspend' | 'resume' | 'revoke') => {
      await world.changing.change({ caller, idempotencyKey: command, identifier, command, body });
      await publish();
    };
    await publish();
    expect(await bitsOf(index)).toEqual([false, false]);
    expect(await lists.read(0, 'revocation')).toBe(await lists.read(0, 'revocation'));
    await change('suspend');
    expect(await bitsOf(index)).toEqual([false, true]);
    expect(await bitsOf(index === 0 ? 1 : 0)).toEqual([false, false]);
    await change('resume');
    expect(await bitsOf(index)).toEqual([false, false]);
    await change('revoke');
    expect(await bitsOf(index)).toEqual([true, false]);
    expect(await bitsOf(index, world.now.ms + 119_000)).toEqual([true, false]);
    expect(await bitsOf(index, world.now.ms + 121_000)).toEqual(['bitstring-expired', 'bitstring-expired']);
    expect(await bitsOf(2 ** 17)).toEqual(['bitstring-index-out-of-range', 'bitstring-index-out-of-range']);
    expect(await lists.read(1, 'revocation')).toBeUndefined();
  });
});
