import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  finishTrustList,
  readTrustBundle,
  type TrustBundle,
  type TrustList,
  trustListSigningInput,
} from '../core/index.js';
import { newSigner } from '../core/verification/testing/world.js';
import { nodeCrypto } from '../platform/index.js';
import { readInactiveMasters, statusListUri } from '../registry/index.js';
import { request } from '../registry/testing/business-licence.js';
import { createRegistryWorld, type RegistryWorld, settings } from '../registry/testing/registry-world.js';
import { publishStatusLists } from '../status/index.js';
import { publishTrustBundle } from './publish-trust-bundle.js';
import { TrustBundleSource } from './trust-bundle-source.js';

const root = newSigner();
let world: RegistryWorld;
let source: TrustBundleSource;
beforeAll(async () => {
  world = await createRegistryWorld();
  source = new TrustBundleSource(world.pools.service);
});
afterAll(() => world.close());

const parts = () => ({
  pool: world.pools.worker,
  key: world.keystore.ec('status'),
  identity: settings.identity,
  ttlSeconds: 60,
  clock: () => world.now.ms,
});
const publish = () => publishTrustBundle({ ...parts(), root: root.jwk, crypto: nodeCrypto });
const statuses = () => publishStatusLists(parts());
const seconds = () => world.now.ms / 1000;

async function newest(at = world.now.ms): Promise<TrustBundle> {
  const { bundle } = (await source.newest())!;
  const read = readTrustBundle(bundle, { root: root.jwk, at }, nodeCrypto);
  if (!read.ok) throw new Error(read.code);
  return read.value;
}

async function list(number: number, change: Partial<TrustList> = {}): Promise<void> {
  const { keyId, publicKey } = world.keystore.ec('status');
  const body: TrustList = {
    number,
    issuedAt: new Date(world.now.ms).toISOString(),
    expiresAt: new Date(world.now.ms + 30 * 86_400_000).toISOString(),
    registry: { name: { 'zh-CN': '登记', en: 'Registry' }, baseUrl: settings.baseUrl, timeZone: 'Asia/Shanghai' },
    authorities: [],
    types: [],
    keys: [{ use: 'status', keyId, publicKey, from: '2026-01-01T00:00:00Z' }],
    logs: [],
    contracts: [],
    ...change,
  };
  const input = trustListSigningInput(body);
  const jws = finishTrustList(input, root.sign(Buffer.from(input)));
  await world.pools.owner.query('insert into trust_list (number, jws) values ($1, $2)', [number, jws]);
}

describe(publishTrustBundle.name, () => {
  it('makes none before there is a trust list', async () => {
    expect(await publish()).toBeUndefined();
    expect(await source.newest()).toBeUndefined();
  });

  it('says what is the newest, once, and again when half of the time to live has passed', async () => {
    await list(1);
    expect(await publish()).toBe(seconds());
    expect(await publish()).toBeUndefined();
    expect(await newest()).toMatchObject({
      issuer: settings.baseUrl,
      number: seconds(),
      asOf: new Date(world.now.ms).toISOString(),
      expiresAt: new Date(world.now.ms + 7 * 86_400_000).toISOString(),
      trust: { number: 1 },
      statusLists: [],
      anchors: [],
      checkpoint: null,
    });
    const first = (await source.newest())!.bundle;
    world.now.ms += 29_000;
    expect(await publish()).toBeUndefined();
    world.now.ms += 1_000;
    expect(await publish()).toBe(seconds());
    expect(
      readTrustBundle(first, { root: root.jwk, at: world.now.ms, seen: await newest() }, nodeCrypto),
    ).toMatchObject({
      code: 'trust-bundle-older-than-seen',
    });
  });

  it('says a change of status or trust list at once, under a higher number', async () => {
    const outcome = await world.issuing.issue({
      caller: world.callers[0]!,
      idempotencyKey: 'a',
      body: request(1),
    });
    if (!outcome.ok) throw new Error(outcome.code);
    await statuses();
    const before = await newest();
    expect(await publish()).toBe(before.number + 1);
    const { statusLists, masters } = await newest();
    expect(masters).toEqual({ invalid: '', suspended: '' });
    expect(statusLists.map(({ uri }) => uri)).toEqual([statusListUri(settings.identity, 0)]);
    await list(2);
    expect(await publish()).toBe(before.number + 2);
    expect(await newest()).toMatchObject({ trust: { number: 2 }, statusLists });
  });

  it('tells which masters are not active: suspended, or for good', async () => {
    const { rows } = await world.pools.owner.query('select identifier, master_digest from licence');
    const start = rows[0].master_digest.toString('base64url').slice(0, 16);
    const change = async (command: 'suspend' | 'revoke') => {
      const body = { reasonCode: 'other', reason: '原因' };
      const caller = world.callers[0]!;
      await world.changing.change({ caller, idempotencyKey: command, identifier: rows[0].identifier, command, body });
      await statuses();
      await publish();
      return (await newest()).masters;
    };
    expect(await change('suspend')).toEqual({ invalid: '', suspended: start });
    expect(await change('revoke')).toEqual({ invalid: start, suspended: '' });
    expect(await readInactiveMasters(world.pools.worker, 1)).toEqual({ invalid: start, suspended: '' });
    expect(await readInactiveMasters(world.pools.worker, 0)).toBeUndefined();
    await expect(readInactiveMasters(world.pools.service, 1)).rejects.toThrow('permission denied');
  });

  it('is made once by several workers at once', async () => {
    world.now.ms += 30_000;
    await statuses();
    const made = await Promise.all([publish(), publish(), publish()]);
    expect(made.filter((number) => number !== undefined)).toHaveLength(1);
  });

  it('goes on counting when the clock is set back, with the time of the clock', async () => {
    const { number } = await newest();
    world.now.ms -= 10_000;
    await list(3, { issuedAt: '2026-11-01T00:00:00Z' });
    // Its token is from what is now the future, within the ten seconds that clocks may differ by.
    expect(await publish()).toBe(number + 1);
    expect(await newest()).toMatchObject({ number: number + 1, asOf: new Date(world.now.ms).toISOString() });
    world.now.ms += 10_000;
  });

  it('is not made of what no reader would take, and the last one stays', async () => {
    const { number } = await newest();
    world.now.ms += 200_000;
    await expect(publish()).rejects.toThrow('trust-bundle-status-list');
    await statuses();
    await list(4, { keys: [] });
    await expect(publish()).rejects.toThrow('trust-bundle-unknown-key');
    await list(5, { expiresAt: new Date(world.now.ms).toISOString() });
    await expect(publish()).rejects.toThrow('trust-list-expired');
    expect((await source.newest())?.number).toBe(number);
  });

  it('can be stored by a worker alone', async () => {
    await expect(world.pools.service.query('update trust_bundle set number = number')).rejects.toThrow(
      'permission denied',
    );
    await expect(world.pools.public.query('select number from trust_bundle')).rejects.toThrow('permission denied');
  });
});
