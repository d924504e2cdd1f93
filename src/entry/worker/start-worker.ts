import { LedgerFault, loadLedger, logIdOf, logKey, mustNotBeBehind, takeWorkerSeat } from '../../attestation/index.js';
import { type CryptoPort, parseCosignerKey } from '../../core/index.js';
import { type Clock, type Config, type Database, type Log, purgeExpired, type Settings } from '../../platform/index.js';
import type { Keystore } from '../../signing/index.js';
import { publishStatusLists } from '../../status/index.js';
import { publishTrustBundle } from '../../verification/index.js';
import { every } from './every.js';

export interface ChainAddress {
  /** of its nodes, in the order in which they are preferred */
  rpcUrls: readonly string[];
  chainId: number;
  contract: string;
  /** `depth:N`, `file:PATH` or `instant` */
  finality: string;
}

export interface WorkerRuntime {
  /** of the role *worker* */
  database: Database;
  keystore: Keystore;
  settings: Settings;
  crypto: CryptoPort;
  clock: Clock;
  log: Log;
  /** Without it the log grows, is signed, and waits. */
  chain?: ChainAddress;
  /** Verifier keys and addresses of witnesses. */
  witnesses?: Config['WITNESSES'] | undefined;
  onFatal(fault: Error): void;
}

export interface Worker {
  stop(): Promise<void>;
}

/** Runs what follows every licence: the log and its anchors, the status lists, forgetting what has had its time. */
export async function startWorker(runtime: WorkerRuntime): Promise<Worker> {
  const { database, keystore, settings, crypto, clock, log } = runtime;
  const { AttestationWorker, runWorker } = await loadLedger();
  const ledger = runtime.chain && (await openLedger(runtime.chain, keystore, settings.logOrigin));
  const grow = () =>
    runWorker(
      new AttestationWorker({
        pool: database.pool,
        key: logKey(settings.logOrigin, keystore.ed25519('log')),
        crypto,
        clock,
        log,
        ledger,
      }),
      { onFatal: (fault) => stopGrowing(fault) },
    );
  const seat = await takeWorkerSeat(database.pool);
  const stopGrowing = (fault: Error): void => {
    // Status lists are published further; the seat is free for who recovers the log.
    void attestation?.stop().finally(() => seat.release());
    runtime.onFatal(fault);
  };
  const behind = await mustNotBeBehind(database.pool, ledger?.nodes.map(({ chain }) => chain) ?? []).catch(asFault);
  const attestation = behind ? undefined : grow();
  if (behind) {
    await seat.release();
    log.fatal({ err: behind }, 'the log is not grown');
    runtime.onFatal(behind);
  }
  const status = every(1_000, log, 'status lists', () =>
    publishStatusLists({
      pool: database.pool,
      key: keystore.ec('status'),
      identity: settings.identity,
      ttlSeconds: settings.statusTtlSeconds,
      clock,
    }),
  );
  const bundle = every(5_000, log, 'trust bundle', () =>
    publishTrustBundle({
      pool: database.pool,
      key: keystore.ec('status'),
      root: settings.trustRoot,
      identity: settings.identity,
      ttlSeconds: settings.statusTtlSeconds,
      crypto,
      clock,
    }),
  );
  const witnesses = await openWitnesses(runtime);
  const purge = every(600_000, log, 'purge', () => purgeExpired(database.pool, clock()));
  return {
    stop: async () => {
      await Promise.all([attestation?.stop(), status.stop(), bundle.stop(), witnesses?.stop(), purge.stop()]);
      await seat.release();
      for (const { chain } of ledger?.nodes ?? []) chain.provider.destroy();
    },
  };
}

/** Asks the witnesses beside all else: none of them keeps the log or its anchors waiting. */
async function openWitnesses({ witnesses, database, crypto, clock, log }: WorkerRuntime) {
  if (witnesses === undefined) return undefined;
  const { cosigner } = await loadLedger();
  const asked = witnesses.map(({ noteKey, url }) => {
    const key = parseCosignerKey(noteKey, crypto);
    if (key === undefined) throw new Error('configuration: WITNESSES names a verifier key that is none');
    return { key, url };
  });
  const ask = cosigner({ pool: database.pool, crypto, clock, log, witnesses: asked });
  return every(1_000, log, 'witnesses', ask);
}

function asFault(fault: unknown): LedgerFault {
  if (fault instanceof LedgerFault) return fault;
  throw fault;
}

async function openLedger(address: ChainAddress, keystore: Keystore, logOrigin: string) {
  const { LedgerChain, nodeName, openFinality, openProvider } = await loadLedger();
  const { Wallet } = await import('ethers');
  const nodes = address.rpcUrls.map((url, place) => {
    const name = nodeName(url, place);
    const provider = openProvider(url, address.chainId, undefined, name);
    return {
      name,
      chain: new LedgerChain(provider, address.chainId, address.contract, logIdOf(logOrigin)),
      finality: openFinality(address.finality, provider),
    };
  });
  return { nodes, anchorer: new Wallet(keystore.ethereum('anchorer').privateKey) };
}
