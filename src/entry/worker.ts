import './heap.js';
import { createLog, memoiseSignatures, nodeCrypto, openDatabase, readConfig, systemClock } from '../platform/index.js';
import { configuredTrustRoot, openConfiguredKeystore, settingsOf } from './runtime.js';
import { serveMetrics } from './worker/serve-metrics.js';
import { startWorker } from './worker/start-worker.js';

/** The worker alone. Several at once are safe: one sequences at a time. */
const config = readConfig();
if (!config.DATABASE_WORKER_URL) throw new Error('configuration: DATABASE_WORKER_URL is needed');
const log = createLog(config.LOG_LEVEL, 'worker');
const database = await openDatabase({
  url: config.DATABASE_WORKER_URL,
  pool: 5,
  name: 'worker',
  onError: (err) => log.warn({ err }, 'a database connection failed'),
});
const { CHAIN_RPC_URL: rpcUrls, CHAIN_ID: chainId, LOG_ANCHOR_ADDRESS: contract } = config;
const chain =
  rpcUrls && chainId && contract ? { rpcUrls, chainId, contract, finality: config.CHAIN_FINALITY } : undefined;
if (!chain) log.warn('CHAIN_RPC_URL, CHAIN_ID and LOG_ANCHOR_ADDRESS are not all set: nothing will be anchored');
const worker = await startWorker({
  database,
  keystore: openConfiguredKeystore(config),
  settings: settingsOf(config, { trustRoot: configuredTrustRoot(config), demo: false }),
  crypto: memoiseSignatures(nodeCrypto),
  clock: systemClock,
  log,
  ...(chain ? { chain } : {}),
  witnesses: config.WITNESSES,
  onFatal: () => process.exit(70),
});
const metricsServer =
  config.WORKER_METRICS_PORT === undefined
    ? undefined
    : await serveMetrics({ port: config.WORKER_METRICS_PORT, host: config.HOST }, log);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(
    signal,
    () =>
      void worker
        .stop()
        .then(() => metricsServer?.close())
        .then(() => database.close())
        .then(() => process.exit(0)),
  );
}
