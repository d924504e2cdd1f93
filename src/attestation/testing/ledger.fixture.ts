import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Contract, type HDNodeWallet, Wallet } from 'ethers';
import pg from 'pg';
import { startAnvil, type TestChain } from '../../../contracts/testing/anvil.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { type Clock, createLog, type Log, nodeCrypto, uuidv7 } from '../../platform/index.js';
import { LedgerChain } from '../chain.js';
import type { ChainNode } from '../chain-nodes.js';
import { deployContracts } from '../deploy-contracts.js';
import { depthFinality, type Finality } from '../finality.js';
import { logAnchorAbi } from '../generated/log-anchor.js';
import { logIdOf } from '../log-id.js';
import { type LogKey, logKey } from '../log-key.js';
import { openProvider } from '../rpc-provider.js';
import { AttestationWorker, type ChainParts } from '../worker.js';

export const origin = 'log.example/elicence';

export function newLogKey(): LogKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  return logKey(origin, {
    name: 'log',
    publicKey: Buffer.from(x as string, 'base64url'),
    sign: (data) => sign(null, data, privateKey),
  });
}

/** A ledger on the real PostgreSQL and an EVM node that mines only when told. */
export interface LedgerFixture {
  chain: TestChain;
  database: TestDatabase;
  /** of the role *worker* */
  pool: pg.Pool;
  /** of the role *service* */
  service: pg.Pool;
  ledgerChain: LedgerChain;
  contract: Contract;
  anchorer: HDNodeWallet;
  key: LogKey;
  log: Log;
  /** Appends entries as a room would, and answers them. */
  append(count: number): Promise<Buffer[]>;
  /** On one node, the fixture's, unless `nodes` names others. */
  worker(
    change?: Partial<ChainParts> & { chain?: LedgerChain; finality?: Finality; clock?: Clock; pool?: pg.Pool },
  ): AttestationWorker;
  /** A node of its own provider, so that a test may break it apart from others; `url` may lead through a proxy. */
  node(name: string, url?: string): ChainNode;
  /** Every Anchored event of the log. */
  events(): Promise<{ size: number; hash: string }[]>;
  /** Empties every table of the ledger and puts the chain back to where the log had no anchor. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function startLedger(): Promise<LedgerFixture> {
  const [chain, database] = await Promise.all([startAnvil(), createTestDatabase()]);
  const [pool, service, owner] = (['worker', 'service', 'owner'] as const).map((role) => {
    const pool = new pg.Pool({ connectionString: database.url(role), max: 4 });
    // The database may be dropped before the server has seen the last connection end.
    return pool.on('error', () => {});
  }) as [pg.Pool, pg.Pool, pg.Pool];
  const provider = openProvider(chain.url, chain.chainId, 400);
  provider.pollingInterval = 25;
  const anchorer = Wallet.createRandom(provider);
  await chain.provider.send('anvil_setBalance', [anchorer.address, `0x${(10n ** 20n).toString(16)}`]);
  await chain.provider.send('evm_setAutomine', [true]);
  const admin = await chain.provider.getSigner(0);
  const { logAnchor } = await deployContracts({
    provider: chain.provider,
    admin,
    anchorer: anchorer.address,
    logId: logIdOf(origin),
  });
  await chain.provider.send('evm_setAutomine', [false]);
  let snapshot = await chain.provider.send('evm_snapshot', []);
  const ledgerChain = new LedgerChain(provider, chain.chainId, logAnchor, logIdOf(origin));
  const contract = new Contract(logAnchor, logAnchorAbi, chain.provider);
  const key = newLogKey();
  const log = createLog('silent', 'test');
  const finality = depthFinality(provider, 2);
  const opened = [provider];
  return {
    chain,
    database,
    pool,
    service,
    ledgerChain,
    contract,
    anchorer,
    key,
    log,
    append: async (count) => {
      const entries = Array.from({ length: count }, () => createHash('sha256').update(randomBytes(8)).digest());
      await service.query(
        `insert into journal (id, kind, entry, logged_by, created_at)
         select id, 'licence', entry, now(), now() from unnest($1::uuid[], $2::bytea[]) as q (id, entry)`,
        [entries.map(() => uuidv7(Date.now())), entries],
      );
      return entries;
    },
    node: (name, url = chain.url) => {
      const own = openProvider(url, chain.chainId, 400, name);
      opened.push(own);
      return {
        name,
        chain: new LedgerChain(own, chain.chainId, logAnchor, logIdOf(origin)),
        finality: depthFinality(own, 2),
      };
    },
    worker: ({
      chain: on = ledgerChain,
      finality: by = finality,
      clock = Date.now,
      pool: own = pool,
      ...change
    } = {}) =>
      new AttestationWorker({
        pool: own,
        key,
        crypto: nodeCrypto,
        clock,
        log,
        ledger: { nodes: [{ name: 'node', chain: on, finality: by }], anchorer, minIntervalMs: 0, ...change },
      }),
    events: async () => {
      const logs = await contract.queryFilter('Anchored', 0, 'latest');
      return logs.map((log) => ({ size: Number('args' in log ? log.args.size : 0), hash: log.transactionHash }));
    },
    reset: async () => {
      await owner.query('truncate journal, log_leaf, log_tile, log_checkpoint, anchor, cosignature');
      await chain.provider.send('anvil_dropAllTransactions', []);
      await chain.provider.send('evm_revert', [snapshot]);
      snapshot = await chain.provider.send('evm_snapshot', []);
    },
    close: async () => {
      for (const one of opened) one.destroy();
      await Promise.all([pool.end(), service.end(), owner.end()]);
      await Promise.all([chain.kill(), database.drop()]);
    },
  };
}
