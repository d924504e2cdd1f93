import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOrganisation } from '../../access/index.js';
import { grantRight } from '../../catalogue/index.js';
import { formatDigest, readTrustList, type TrustList } from '../../core/index.js';
import { nodeCrypto } from '../../platform/index.js';
import { createRegistryWorld, type RegistryWorld } from '../../registry/testing/registry-world.js';
import {
  certificateThumbprint,
  createCa,
  createFilledKeystore,
  editKeystore,
  issueLeaf,
  Keystore,
} from '../../signing/index.js';
import { publishTrustList, type TrustListSettings, trustListIsDue } from './publish-trust-list.js';

let world: RegistryWorld;
let folder: string;
let root: Keystore;
/** Of the keystore that was made last. */
let lastFile: string;
const period = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2029-01-01T00:00:00Z') };
const begin = Date.parse('2026-11-25T00:00:00.000Z');
const hour = 3_600_000;

beforeAll(async () => {
  world = await createRegistryWorld();
  folder = mkdtempSync(join(tmpdir(), 'elicence-trust-'));
  root = await keystore((draft) => void draft.createKey('trust-root', 'ec'));
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

type Draft = Parameters<Parameters<typeof createFilledKeystore>[2]>[0];

async function keystore(fill: (draft: Draft) => void | Promise<void>): Promise<Keystore> {
  lastFile = join(folder, randomBytes(6).toString('hex'));
  await createFilledKeystore(lastFile, 'a long passphrase', fill);
  return Keystore.open(lastFile, 'a long passphrase');
}
const registryKeys = () =>
  keystore((draft) => {
    draft.createKey('log', 'ed25519');
    for (const name of ['promise', 'status']) draft.createKey(name, 'ec');
  });

const settings = (at: number, change: Partial<TrustListSettings> = {}): TrustListSettings => ({
  at,
  registryName: { 'zh-CN': '登记', en: 'Registry' },
  baseUrl: 'https://registry.example',
  identity: 'https://registry.example',
  timeZone: 'Asia/Shanghai',
  logOrigin: 'registry.example/log',
  contract: { chainId: 1, address: `0x${'a1'.repeat(20)}`, logId: `0x${'1'.repeat(64)}` },
  ...change,
});

const publish = (keys: Keystore, at: number, change?: Partial<TrustListSettings>) =>
  publishTrustList(world.database.url('owner'), keys, root.ec('trust-root'), settings(at, change));

async function newest(at: number): Promise<TrustList> {
  const { rows } = await world.pools.owner.query('select jws from trust_list order by number desc limit 1');
  const list = readTrustList(rows[0].jws, root.ec('trust-root').publicKey, { at }, nodeCrypto);
  if (!list.ok) throw new Error(list.code);
  return list.value;
}

async function logged(): Promise<string[]> {
  const { rows } = await world.pools.owner.query(
    `select v.kind, v.name, v.number from record_version v join journal j on j.id = v.id and j.kind = 'version'
     where v.kind <> 'licence-type' order by v.id`,
  );
  return rows.map(({ kind, name, number }) => `${kind} ${name} ${number}`);
}

describe(publishTrustList.name, () => {
  it('logs the first list with all that it names, and then what changed alone', async () => {
    const keys = await registryKeys();
    expect(await trustListIsDue(world.database.url('owner'), keys, settings(begin))).toBe(true);
    await publish(keys, begin);
    const first = await logged();
    const list = await newest(begin);
    expect(first).toContain('trust-list trust 1');
    expect(first.filter((line) => line.startsWith('right-to-issue'))).toHaveLength(4);
    expect(first.filter((line) => line.startsWith('key'))).toEqual(list.keys.map(({ keyId }) => `key ${keyId} 1`));
    expect(await trustListIsDue(world.database.url('owner'), keys, settings(begin + hour))).toBe(false);

    const { id } = await createOrganisation(world.pools.owner, {
      creditCode: '91350100M000100Y43',
      name: { 'zh-CN': '局', en: 'Bureau' },
      kind: 'authority',
    });
    const typeCode = list.types[0]!.code;
    await grantRight(world.pools.owner, { organisationId: id, typeCode, from: '2026-12-01' });
    await publish(keys, begin + hour);
    expect((await logged()).slice(first.length)).toEqual([
      'trust-list trust 2',
      `right-to-issue 91350100M000100Y43/${typeCode} 1`,
    ]);
    await grantRight(world.pools.owner, { organisationId: id, typeCode, from: '2026-12-01', until: '2026-12-31' });
    await publish(keys, begin + 2 * hour);
    expect((await logged()).at(-1)).toBe(`right-to-issue 91350100M000100Y43/${typeCode} 2`);
  });

  it('keeps keys, log and contract that were replaced, each with its end', async () => {
    const before = await newest(begin + 2 * hour);
    const keys = await registryKeys();
    const at = begin + 3 * hour;
    const contract = { chainId: 1, address: `0x${'b2'.repeat(20)}`, logId: `0x${'2'.repeat(64)}` };
    const count = (await logged()).length;
    expect(await publish(keys, at, { contract, logOrigin: 'registry.example/log-2' })).toBe(before.number + 1);
    const list = await newest(at);
    for (const use of ['promise', 'status'] as const) {
      const [old, replaced] = list.keys.filter((key) => key.use === use);
      expect(old).toEqual({ ...before.keys.find((key) => key.use === use), until: '2026-11-25T03:00:00.000Z' });
      expect(replaced).toMatchObject({ keyId: keys.ec(use).keyId });
      expect(replaced).not.toHaveProperty('until');
    }
    expect(list.logs.map(({ origin }) => origin)).toEqual(['registry.example/log', 'registry.example/log-2']);
    expect(list.contracts.map(({ address }) => address)).toEqual([`0x${'a1'.repeat(20)}`, `0x${'b2'.repeat(20)}`]);
    const changed = (await logged()).slice(count).map((line) => line.split(' '));
    expect(changed.map(([kind, , number]) => `${kind} ${number}`).sort()).toEqual([
      'key 1',
      'key 1',
      'key 2',
      'key 2',
      'trust-list 4',
    ]);
    const other = { contract, logOrigin: 'registry.example/log-2' };
    expect(await trustListIsDue(world.database.url('owner'), keys, settings(at + hour, other))).toBe(false);
  });

  it('names the key for carriers where there is one, and ends it when another comes', async () => {
    const ca = await createCa(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'CA', period);
    const certify = async (draft: Draft) =>
      draft.setCertificates(
        'carrier',
        await issueLeaf(ca, { name: '登记', publicKey: draft.publicKey('carrier') }, period),
      );
    const withCarrier = () =>
      keystore(async (draft) => {
        draft.createKey('log', 'ed25519');
        for (const name of ['promise', 'status', 'carrier']) draft.createKey(name, 'ec');
        await certify(draft);
      });
    const [first, second] = [await withCarrier(), await withCarrier()];
    const at = begin + 3 * hour + 10_000;
    const carriers = async () => (await newest(at)).keys.filter(({ use }) => use === 'carrier');
    const listed = (keys: Keystore) => {
      const { keyId, publicKey, certificates } = keys.ec('carrier');
      const named = { from: period.notBefore.toISOString(), until: period.notAfter.toISOString() };
      return { use: 'carrier', keyId, publicKey, ...named, certificate: certificateThumbprint(certificates[0]!) };
    };
    expect(await carriers()).toEqual([]);
    await publish(first, at);
    expect(await carriers()).toEqual([listed(first)]);
    expect(await logged()).toContain(`key ${first.ec('carrier').keyId} 1`);
    await publish(second, at + 10_000);
    const ended = { ...listed(first), until: new Date(at + 10_000).toISOString() };
    expect(await carriers()).toEqual([ended, listed(second)]);

    await editKeystore(lastFile, 'a long passphrase', certify);
    const recertified = Keystore.open(lastFile, 'a long passphrase');
    expect(recertified.ec('carrier').keyId).toBe(second.ec('carrier').keyId);
    await expect(publish(recertified, at + 20_000)).rejects.toThrow('elicence keys renew-carrier');
  });

  it('names the key for verification receipts where there is one, and ends it when it is gone', async () => {
    const keys = await keystore((draft) => {
      draft.createKey('log', 'ed25519');
      for (const name of ['promise', 'status', 'verification']) draft.createKey(name, 'ec');
    });
    const at = begin + 3 * hour + 40_000;
    const named = async () => (await newest(at)).keys.filter(({ use }) => use === 'verification');
    expect(await named()).toEqual([]);
    await publish(keys, at);
    const { keyId, publicKey } = keys.ec('verification');
    const listed = { use: 'verification', keyId, publicKey, from: new Date(at - 60_000).toISOString() };
    expect(await named()).toEqual([listed]);
    await publish(await registryKeys(), at + 10_000);
    expect(await named()).toEqual([{ ...listed, until: new Date(at + 10_000).toISOString() }]);
  });

  it('numbers without a gap when several publish at once, and chains their versions', async () => {
    const keys = await registryKeys();
    const { number } = await newest(begin + 3 * hour);
    const made = await Promise.all([4, 5, 6].map((n) => publish(keys, begin + n * hour)));
    expect(made.sort((one, other) => one - other)).toEqual([number + 1, number + 2, number + 3]);
    const { rows } = await world.pools.owner.query<{
      number: number;
      previous: string | null;
      entry: Buffer;
      at: Date;
    }>(
      `select number, version->>'previous' as previous, entry, created_at as at from record_version
       where kind = 'trust-list' order by number`,
    );
    rows.forEach(({ previous, at }, i) => {
      const before = rows[i - 1];
      expect(previous).toBe(before ? formatDigest(before.entry) : null);
      expect(at.getTime()).toBeGreaterThan(before?.at.getTime() ?? 0);
    });
    expect(rows).toHaveLength(number + 3);
  });
});
