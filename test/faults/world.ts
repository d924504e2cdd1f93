import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import pg from 'pg';
import { startAnvil } from '../../contracts/testing/anvil.js';
import { mustNotBeBehind } from '../../src/attestation/behind-chain.js';
import { LedgerChain } from '../../src/attestation/chain.js';
import { deployContracts } from '../../src/attestation/deploy-contracts.js';
import { instantFinality } from '../../src/attestation/finality.js';
import { logIdOf } from '../../src/attestation/log-id.js';
import { logKey } from '../../src/attestation/log-key.js';
import { Receipts } from '../../src/attestation/receipt.js';
import { openProvider } from '../../src/attestation/rpc-provider.js';
import { startNodeProxy } from '../../src/attestation/testing/node-proxy.js';
import { AttestationWorker } from '../../src/attestation/worker.js';
import type { Receipt } from '../../src/core/index.js';
import { PageThread } from '../../src/documents/page-thread.js';
import { publishTrustList } from '../../src/entry/trust/publish-trust-list.js';
import { createLog, nodeCrypto, type Settings } from '../../src/platform/index.js';
import { request } from '../../src/registry/testing/business-licence.js';
import { settings as plain } from '../../src/registry/testing/registry-world.js';
import { createFilledKeystore, Keystore } from '../../src/signing/index.js';
import { publishStatusLists } from '../../src/status/index.js';
import { clusterUrl } from '../support/database.js';
import { startDatabaseProxy } from '../support/database-proxy.js';
import { createDocumentsWorld, sourceThread } from '../support/documents-world.js';
import { eventually } from '../support/registry.js';

/** A licence with all that its holder could show. */
export interface Shown {
  identifier: string;
  credential: string;
  code: string;
  /** Undefined while it is not logged. */
  receipt?: Receipt;
  qr?: string;
}

export const log = createLog('silent', 'faults');

/**
 * A registry with a genuine licence and a revoked one, both on the chain, whose database and node are reached through
 * proxies that fail as the test says.
 */
export type FaultWorld = Awaited<ReturnType<typeof createFaultWorld>>;

export async function createFaultWorld() {
  const [registry, anvil] = await Promise.all([createDocumentsWorld(), startAnvil()]);
  registry.now.ms = Date.now();
  const { keystore, pools, database } = registry;
  const folder = mkdtempSync(join(tmpdir(), 'elicence-faults-'));
  const passphrase = randomBytes(16).toString('hex');
  await createFilledKeystore(join(folder, 'root'), passphrase, (draft) => void draft.createKey('trust-root', 'ec'));
  const root = Keystore.open(join(folder, 'root'), passphrase).ec('trust-root');
  const settings: Settings = { ...plain, trustRoot: root.publicKey };

  const node = await startNodeProxy(anvil.url);
  const anchorer = Wallet.createRandom(anvil.provider);
  await anvil.provider.send('anvil_setBalance', [anchorer.address, `0x${(10n ** 20n).toString(16)}`]);
  await anvil.provider.send('evm_setAutomine', [true]);
  const logId = logIdOf(settings.logOrigin);
  const { logAnchor } = await deployContracts({
    provider: anvil.provider,
    admin: await anvil.provider.getSigner(0),
    anchorer: anchorer.address,
    logId,
  });
  // A list of the day before yesterday, so that clocks may differ by a day.
  await publishTrustList(database.url('owner'), keystore, root, {
    ...settings,
    at: Date.now() - 2 * 86_400_000,
    registryName: { 'zh-CN': '登记', en: 'Registry' },
    contract: { chainId: anvil.chainId, address: logAnchor, logId },
  });

  const provider = openProvider(node.url, anvil.chainId, 300);
  const worker = () =>
    new AttestationWorker({
      pool: pools.worker,
      key: logKey(settings.logOrigin, keystore.ed25519('log')),
      crypto: nodeCrypto,
      clock: Date.now,
      log,
      ledger: {
        nodes: [
          {
            name: 'node',
            chain: new LedgerChain(provider, anvil.chainId, logAnchor, logId),
            finality: instantFinality(provider),
          },
        ],
        anchorer: anchorer.connect(provider),
        minIntervalMs: 0,
      },
    });
  /** Logs, anchors and lists all that there is. */
  const settle = async () => {
    const honest = worker();
    for (let round = 0; round < 4; round++) await honest.tick();
    await publishStatus();
  };
  const publishStatus = () =>
    publishStatusLists({
      pool: pools.worker,
      key: keystore.ec('status'),
      identity: settings.identity,
      ttlSeconds: settings.statusTtlSeconds,
      clock: Date.now,
    });

  const issue = async (n: number): Promise<Shown> => {
    registry.now.ms = Date.now();
    const body = request(n, { licenceNumber: `N-${randomUUID()}`, validFrom: '2026-11-01' });
    const done = await registry.issuing.issue({ caller: registry.callers[0]!, idempotencyKey: randomUUID(), body });
    if (!done.ok) throw new Error(done.code);
    const { identifier, carriers, verificationUrl } = done.value;
    return { identifier, credential: carriers['sd-jwt'], code: verificationUrl.split('#')[1]! };
  };
  const receiptOf = async ({ identifier }: Shown): Promise<Receipt | undefined> => {
    const { rows } = await pools.owner.query(
      `select e.event, e.salt, e.entry, f.leaf_index from licence l join licence_event e on e.id = l.master_event_id
       left join log_leaf f on f.journal_id = e.id where l.identifier = $1`,
      [identifier],
    );
    const { event, salt, entry, leaf_index: index } = rows[0];
    if (index === null) return undefined;
    return new Receipts(pools.service, nodeCrypto, Date.now).build({ event, salt, entry, index: Number(index) });
  };
  const revoke = async ({ identifier }: Shown) => {
    registry.now.ms = Date.now();
    const done = await registry.changing.change({
      caller: registry.callers[0]!,
      idempotencyKey: randomUUID(),
      identifier,
      command: 'revoke',
      body: { reasonCode: 'other', reason: 'the test asks for it' },
    });
    if (!done.ok) throw new Error(done.code);
  };
  /** A carrier as the registry makes it, the offline code or the PDF. */
  const { carriers } = registry.process({}, new PageThread(sourceThread({ timeoutMs: 150_000 })));
  const carrier = ({ identifier }: Shown, kind: 'qr' | 'pdf'): Promise<Buffer> =>
    eventually(async () => {
      registry.now.ms = Date.now();
      const made = await carriers.request(registry.callers[0]!, identifier, kind);
      if (made.ok) return 'bytes' in made.value && made.value.bytes;
      throw new Error(`the ${kind} was not made: ${made.code}`);
    }, 180_000);

  const [service, open] = await Promise.all([
    startDatabaseProxy(database.url('service')),
    startDatabaseProxy(database.url('public')),
  ]);
  const old = `aged_${database.name.slice('test_'.length)}`;
  return {
    registry,
    settings,
    root,
    node,
    anvil,
    ledgerChain: new LedgerChain(anvil.provider, anvil.chainId, logAnchor, logId),
    proxies: { service, open },
    urls: { service: service.url(database.url('service')), open: open.url(database.url('public')) },
    worker,
    settle,
    publishStatus,
    issue,
    revoke,
    receiptOf,
    carrier,
    /** As the superuser: what no role of the registry may do. */
    tamper: (sql: string, values: unknown[] = []) => asSuperuser(database.superuserUrl, sql, values),
    /** A copy of the database as it is now, as a backup or a standby that fell behind would have it. */
    old,
    copy: async () => {
      const ended = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1';
      for (let attempt = 0; ; attempt++) {
        await asSuperuser(clusterUrl(), ended, [database.name]);
        try {
          return await asSuperuser(
            clusterUrl(),
            `create database ${old} template ${database.name} owner elicence_owner`,
          );
        } catch (fault) {
          if (attempt === 20) throw fault;
        }
      }
    },
    /** A worker that begins on the copy, and finds it behind the chain. */
    lookAtCopy: async () => {
      const pool = new pg.Pool({ connectionString: database.url('worker').replace(database.name, old), max: 1 });
      const chain = new LedgerChain(anvil.provider, anvil.chainId, logAnchor, logId);
      await mustNotBeBehind(pool, [chain]).catch(() => undefined);
      await pool.end();
    },
    close: async () => {
      provider.destroy();
      await Promise.all([node.close(), anvil.kill(), service.close(), open.close()]);
      await asSuperuser(clusterUrl(), `drop database if exists ${old} with (force)`);
      await registry.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function asSuperuser(url: string, sql: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(sql, values);
    return rows;
  } finally {
    await client.end();
  }
}
