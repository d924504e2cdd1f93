import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { type ClientCaller, createOrganisation } from '../../access/index.js';
import { Catalogue, grantRight, publishType } from '../../catalogue/index.js';
import { createLog, type Database, nodeCrypto, openDatabase, type Role, type Settings } from '../../platform/index.js';
import { createCa, createKeystore, editKeystore, issueLeaf, Keystore } from '../../signing/index.js';
import { ChangeState } from '../change-state.js';
import { IssueStore } from '../issue.store.js';
import { IssueLicence, type IssueShelves } from '../issue-licence.js';
import { IssuedStore } from '../issued.store.js';
import { AwaitLeases } from '../lease/await-leases.js';
import { StatusLeaseStore } from '../lease/status-lease.store.js';
import { LicenceLookup } from '../licence-lookup.js';
import { portraitTypes } from '../portrait-types.js';
import { makePress, type Press } from '../press.js';
import { ReadLicence } from '../read-licence.js';
import { StatusPlaces } from '../status-places.js';
import { drawStatusBlock } from '../status-places.store.js';
import { businessLicence } from './business-licence.js';
import { creditCode } from './codes.js';

export const settings: Settings = {
  baseUrl: 'https://registry.example',
  timeZone: 'Asia/Shanghai',
  statusTtlSeconds: 60,
  statusLeaseMs: 1000,
  identity: 'https://registry.example',
  logOrigin: 'registry.example/log',
  trustRoot: { kty: 'EC', crv: 'P-256', x: '', y: '' },
  demo: true,
  rateLimitPerMinute: 0,
  backlog: { maxEntries: 20, maxAgeMs: 72 * 3_600_000 },
  carriers: { queue: 3, specimen: true },
  verify: { registryMs: 1_000, receiptMs: 1_000, anchorsMs: 1_000, historyMs: 2_000 },
};

/** A registry over a real database: authorities with keys and rights, one type, the verbs. */
export interface RegistryWorld {
  database: TestDatabase;
  databases: Record<Role, Database>;
  pools: Record<Role, pg.Pool>;
  keystore: Keystore;
  catalogue: Catalogue;
  press: Press;
  issuing: IssueLicence;
  shelves: IssueShelves;
  /** As another process would have it. */
  issueFrom(shelves: IssueShelves): IssueLicence;
  changing: ChangeState;
  reading: ReadLicence;
  lookup: LicenceLookup;
  /** Authorities; all but the last may issue the type, and the last but one has no key. */
  callers: ClientCaller[];
  /** Milliseconds since 1970; what the verbs take for now. */
  now: { ms: number };
  close(): Promise<void>;
}

export async function createRegistryWorld(poolSize = 8): Promise<RegistryWorld> {
  const database = await createTestDatabase();
  const open = (role: Role) => openDatabase({ url: database.url(role), pool: poolSize, name: `test-${role}` });
  const databases = {
    owner: await open('owner'),
    service: await open('service'),
    public: await open('public'),
    worker: await open('worker'),
  };
  const pools = {
    owner: databases.owner.pool,
    service: databases.service.pool,
    public: databases.public.pool,
    worker: databases.worker.pool,
  };
  const callers = await makeCallers(pools.owner);
  const { keystore, folder } = await makeKeystore(callers.slice(0, 3));
  await publishType(pools.owner, businessLicence);
  for (const caller of callers.slice(0, 4))
    await grantRight(pools.owner, {
      organisationId: caller.organisationId,
      typeCode: businessLicence.code,
      from: '2020-01-01',
    });

  const now = { ms: Date.parse('2026-11-24T14:00:00.000Z') };
  const clock = () => now.ms;
  const catalogue = new Catalogue(pools.service, clock, createLog('silent', 'test'));
  await catalogue.refresh();
  const press = makePress(settings, keystore, nodeCrypto);
  const shelves = {
    places: new StatusPlaces(keystore.secret('status-index'), () => drawStatusBlock(pools.service)),
    licences: new IssueStore(pools.service),
    issued: new IssuedStore(pools.service, press.wrapping, press.baseUrl, portraitTypes(catalogue)),
    backlog: { isFull: () => false },
  };
  const issueFrom = (from: IssueShelves) => new IssueLicence(catalogue, keystore, press, from, clock);
  return {
    database,
    databases,
    pools,
    keystore,
    catalogue,
    press,
    callers,
    now,
    shelves,
    issueFrom,
    issuing: issueFrom(shelves),
    changing: new ChangeState(pools.service, press, clock, new AwaitLeases(new StatusLeaseStore(pools.service))),
    reading: new ReadLicence(pools.service, press.wrapping, press.baseUrl, clock, portraitTypes(catalogue)),
    lookup: new LicenceLookup(pools.public, press.index, nodeCrypto),
    close: async () => {
      await Promise.all(Object.values(databases).map((opened) => opened.close()));
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function makeCallers(owner: pg.Pool): Promise<ClientCaller[]> {
  const callers: ClientCaller[] = [];
  for (let n = 1; n <= 5; n++) {
    const code = creditCode(n);
    const name = { 'zh-CN': `第${n}局`, en: `Bureau ${n}` };
    const { id } = await createOrganisation(owner, { creditCode: code, name, kind: 'authority' });
    const scopes = new Set(['licence:issue', 'licence:manage', 'licence:read']);
    callers.push({
      kind: 'client',
      clientId: `bureau-${n}`,
      organisationId: id,
      creditCode: code,
      role: 'department',
      scopes,
    });
  }
  return callers;
}

async function makeKeystore(withKeys: ClientCaller[]): Promise<{ keystore: Keystore; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'elicence-keys-'));
  const file = join(folder, 'keystore.json');
  const passphrase = randomBytes(16).toString('hex');
  createKeystore(file, passphrase);
  const period = { notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') };
  await editKeystore(file, passphrase, async (draft) => {
    for (const name of ['index', 'seal', 'status-index']) draft.createKey(name, 'secret');
    for (const name of ['promise', 'status', 'ca']) draft.createKey(name, 'ec');
    draft.createKey('log', 'ed25519');
    const ca = await createCa(draft.privateKey('ca'), 'Demo CA', period);
    draft.createKey('carrier', 'ec');
    const registry = { name: 'Registry', publicKey: draft.publicKey('carrier') };
    draft.setCertificates('carrier', await issueLeaf(ca, registry, period));
    for (const { creditCode: code } of withKeys) {
      const name = `authority/${code}`;
      draft.createKey(name, 'ec');
      const subject = { name: 'Bureau', creditCode: code, publicKey: draft.publicKey(name) };
      draft.setCertificates(name, await issueLeaf(ca, subject, period));
    }
  });
  return { keystore: Keystore.open(file, passphrase), folder };
}
