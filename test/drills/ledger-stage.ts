import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import pg from 'pg';
import { deployContracts } from '../../src/attestation/deploy-contracts.js';
import { logIdOf } from '../../src/attestation/log-id.js';
import { startPostgres } from '../../src/entry/embedded/postgres/postgres.js';
import { createKeys, keyFiles } from '../../src/entry/keys/create-keys.js';
import { Keystore } from '../../src/signing/index.js';
import { createTestDatabase } from '../support/database.js';
import { type DrillChain, finalityDepth, startDrillChain } from './ledger-chain.js';
import type { Random } from './random.js';

export const logOrigin = 'drill.example/log';
export const logId = logIdOf(logOrigin);

/** What workers of a drill work on: PostgreSQL, a chain that mines, the contract, and a registry's keys. */
export interface Stage {
  chain: DrillChain;
  contract: string;
  anchorer: string;
  /** of *owner* and *service* */
  owner: pg.Pool;
  service: pg.Pool;
  databasePort: number;
  /** The environment of a worker that speaks through these ports. */
  workerEnv(ports: { database: number; chain: number }): Record<string, string>;
  close(): Promise<void>;
}

/** Sets it all up; the database is the test run's where there is one, else a durable one of its own. */
export async function setLedgerStage(random: Random, options: { reorganises: boolean }): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'elicence-ledger-drill-'));
  chmodSync(folder, 0o711);
  const acts: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (let act = acts.pop(); act; act = acts.pop()) await act();
  };
  try {
    if (!process.env.TEST_PG_URL) {
      const postgres = await startPostgres({ folder: join(folder, 'postgres'), password: 'drill' });
      // It runs in a group of its own, and would outlive a drill that is broken off.
      const stopNow = () => postgres.stopNow();
      process.once('exit', stopNow);
      acts.push(async () => {
        process.off('exit', stopNow);
        await postgres.stop();
      });
      process.env.TEST_PG_URL = postgres.url;
      acts.push(() => void delete process.env.TEST_PG_URL);
    }
    const database = await createTestDatabase();
    acts.push(() => database.drop());
    const [owner, service] = (['owner', 'service'] as const).map((role) =>
      new pg.Pool({ connectionString: database.url(role), max: 2 }).on('error', () => undefined),
    ) as [pg.Pool, pg.Pool];
    acts.push(() => Promise.all([owner.end(), service.end()]));
    const keys = join(folder, 'keys');
    await createKeys(keys, [], Date.now(), 'Drill');
    const { registry, trustRoot } = keyFiles(keys);
    const passphrase = readFileSync(registry.passphraseFile, 'utf8');
    const keystore = Keystore.open(registry.file, passphrase);
    const anchorer = new Wallet(keystore.ethereum('anchorer').privateKey).address;
    const chain = await startDrillChain(random, options);
    acts.push(() => chain.end());
    const { provider, chainId } = chain.node;
    await provider.send('anvil_setBalance', [anchorer, `0x${(10n ** 22n).toString(16)}`]);
    const admin = await provider.getSigner(0);
    const { logAnchor: contract } = await deployContracts({ provider, admin, anchorer, logId });
    const workerUrl = new URL(database.url('worker'));
    const workerEnv: Stage['workerEnv'] = (ports) => {
      workerUrl.port = String(ports.database);
      return {
        DATABASE_WORKER_URL: workerUrl.href,
        CHAIN_RPC_URL: `http://127.0.0.1:${ports.chain}`,
        CHAIN_ID: String(chainId),
        CHAIN_FINALITY: `depth:${finalityDepth}`,
        LOG_ANCHOR_ADDRESS: contract,
        LOG_ORIGIN: logOrigin,
        BASE_URL: 'https://drill.example',
        KEYSTORE_FILE: registry.file,
        KEYSTORE_PASSPHRASE: passphrase,
        TRUST_ROOT_JWK: trustRoot,
        LOG_LEVEL: 'warn',
      };
    };
    const databasePort = Number(new URL(database.superuserUrl).port);
    return { chain, contract, anchorer, owner, service, databasePort, workerEnv, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}
