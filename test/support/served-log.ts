import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { LogController } from '../../src/attestation/http/log.controller.js';
import { logNoteKey } from '../../src/attestation/index.js';
import { type LedgerFixture, origin, startLedger } from '../../src/attestation/testing/ledger.fixture.js';
import { parseNoteKey } from '../../src/core/index.js';
import { type AuditFindings, type AuditQuestion, auditLog, HttpSource } from '../../src/oversight/index.js';
import { type Database, nodeCrypto, openDatabase, PlatformModule, ProblemFilter } from '../../src/platform/index.js';

@Module({})
class Root {}

/** A log that grows in a real database, is anchored on a real node, and is served by the product's own endpoints. */
export interface ServedLog {
  ledger: LedgerFixture;
  /** of the role *owner*: an operator who changes whatever is stored */
  owner: pg.Pool;
  /** the address below which `/log` lies */
  url: string;
  /** the log's verifier key, as text */
  noteKey: string;
  /** Sequences and integrates all that waits. */
  grow(): Promise<void>;
  /** Grows, and anchors the newest checkpoint until that is final. */
  settle(): Promise<void>;
  /** Audits over HTTP and the chain; the question may be changed. */
  audit(change?: Partial<AuditQuestion>): Promise<AuditFindings>;
  /** Keeps all that is stored and on the chain; the answer puts it back, the database alone when told. */
  save(): Promise<(what?: 'all' | 'database') => Promise<void>>;
  close(): Promise<void>;
}

const tables = ['journal', 'log_leaf', 'log_tile', 'log_checkpoint', 'anchor', 'chain_reading'];

export async function startServedLog(): Promise<ServedLog> {
  const ledger = await startLedger();
  const owner = new pg.Pool({ connectionString: ledger.database.url('owner'), max: 2 }).on('error', () => {});
  const database: Database = await openDatabase({ url: ledger.database.urls.service, pool: 8, name: 'served-log' });
  const parts = { settings: {} as never, clock: Date.now, log: ledger.log, crypto: nodeCrypto };
  const platform = PlatformModule.forRoot({ ...parts, serviceDatabase: database, publicDatabase: database });
  const root = { module: Root, imports: [platform], controllers: [LogController] };
  const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter(ledger.log));
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
  const noteKey = logNoteKey(ledger.key, nodeCrypto);
  const { ledgerChain, chain } = ledger;
  const contract = { chainId: ledgerChain.chainId, address: ledgerChain.contract, logId: ledgerChain.logId, origin };
  const isSettled = async () => {
    const open = await owner.query(`select 1 from anchor where state <> 'final'`);
    const newest = await owner.query(
      'select (select max(tree_size) from log_checkpoint) is not distinct from (select max(tree_size) from anchor) as same',
    );
    return open.rowCount === 0 && newest.rows[0].same === true;
  };
  return {
    ledger,
    owner,
    url,
    noteKey,
    grow: async () => {
      await ledger.worker().tickLog();
    },
    settle: async () => {
      const worker = ledger.worker();
      for (let round = 0; round < 60; round++) {
        const done = await worker.tick();
        if (Object.values(done).includes('failed')) throw new Error(`a verb failed: ${JSON.stringify(done)}`);
        await chain.mine();
        if (await isSettled()) return;
      }
      throw new Error('the log did not settle');
    },
    audit: (change = {}) =>
      auditLog({
        source: new HttpSource(url, { tries: 1 }),
        key: parseNoteKey(noteKey, nodeCrypto)!,
        crypto: nodeCrypto,
        clock: Date.now,
        chain: { rpcUrls: [chain.url], contracts: [contract], depth: 2 },
        checkpoints: [],
        promises: [],
        receipts: [],
        ...change,
      }),
    save: async () => {
      const kept = `kept_${Math.random().toString(36).slice(2, 10)}`;
      await owner.query(`create schema ${kept}`);
      for (const table of tables) await owner.query(`create table ${kept}.${table} as select * from public.${table}`);
      let snapshot = await chain.provider.send('evm_snapshot', []);
      return async (what = 'all') => {
        await owner.query(`truncate ${tables.join(', ')}`);
        for (const table of tables) await owner.query(`insert into ${table} select * from ${kept}.${table}`);
        if (what === 'database') return;
        await chain.provider.send('anvil_dropAllTransactions', []);
        await chain.provider.send('evm_revert', [snapshot]);
        snapshot = await chain.provider.send('evm_snapshot', []);
      };
    },
    close: async () => {
      await app.close();
      await database.close();
      await owner.end();
      await ledger.close();
    },
  };
}
