import './heap.js';
import { join } from 'node:path';
import pg from 'pg';
import {
  BlindIndex,
  type Config,
  createLog,
  memoiseSignatures,
  migrate,
  nodeCrypto,
  openDatabase,
  readConfig,
  systemClock,
} from '../platform/index.js';
import { IssueLicence } from '../registry/index.js';
import { createApp } from './create-app.js';
import { issueDemoLicences } from './demo/issue-demo-licences.js';
import { seedDemo } from './demo/seed-demo.js';
import { authorities } from './demo/world/index.js';
import { addCarrierKey } from './embedded/add-carrier-key.js';
import { banner } from './embedded/banner.js';
import { openContracts } from './embedded/contracts.js';
import { writeDemoFile } from './embedded/demo-file.js';
import { EmbeddedFault } from './embedded/embedded-fault.js';
import { lockFolder } from './embedded/folder-lock.js';
import { readIdentity } from './embedded/identity.js';
import { openKeys } from './embedded/keys.js';
import { openChain, openPostgres } from './embedded/parts.js';
import { requireFreePort } from './embedded/ports.js';
import { publishIssuersBehind } from './embedded/publish-issuers.js';
import { ensureTrustList } from './embedded/publish-trust.js';
import { beginRun, type Run } from './embedded/run.js';
import { baseUrlOf, openApi, settingsOf } from './runtime.js';
import { startWorker } from './worker/start-worker.js';

/** The whole registry from one command, with everything that it stands on. */
async function start(config: Config, run: Run): Promise<void> {
  const begun = performance.now();
  const folder = lockFolder(config.ELICENCE_DATA);
  run.onEnd(folder.release);
  await requireFreePort(config.PORT, config.HOST);
  const identity = config.REGISTRY_IDENTITY ?? readIdentity(folder.path, baseUrlOf(config));
  const keys = await openKeys(
    folder.path,
    authorities.map(({ creditCode, name }) => ({ creditCode, name: name['zh-CN'] })),
    {
      databaseUrl: config.DATABASE_URL,
      registryName: config.REGISTRY_NAME_ZH,
      addCarrier: (files) => addCarrierKey(files, config.REGISTRY_NAME_ZH, run.warn),
    },
  );
  const [database, chain] = await Promise.all([
    openPostgres(config, folder.path, run),
    openChain(config, folder.path, run),
  ]);
  await migrate(database.owner);

  const settings = settingsOf(config, { trustRoot: keys.trustRoot, demo: true, identity });
  const owner = new pg.Pool({ connectionString: database.owner, max: 4 });
  owner.on('error', () => undefined);
  owner.on('connect', (client) => client.on('error', () => undefined));
  const [accounts, contracts] = await Promise.all([
    seedDemo(owner, {
      wrappingKey: keys.keystore.secret('seal'),
      blindIndex: new BlindIndex(keys.keystore.secret('index')),
      demoSecret: keys.keystore.secret('demo'),
    }),
    openContracts(config, folder.path, chain, { keystore: keys.keystore, logOrigin: settings.logOrigin }),
  ]);
  const log = createLog(config.LOG_LEVEL, 'elicence');
  const parts = await openApi(config, { settings, keystore: keys.keystore, urls: database, log });
  // The list must be there before the rooms open; another process makes it.
  const [app] = await Promise.all([
    createApp(parts),
    ensureTrustList(config, settings, { ownerUrl: database.owner, keys, chain, contracts }),
  ]);
  run.onEnd(async () => {
    await app.close();
    await Promise.all([parts.serviceDatabase.close(), parts.publicDatabase.close()]);
  });
  await app.init();
  await issueDemoLicences(owner, app.get(IssueLicence, { strict: false }));
  await owner.end();

  const workerDatabase = await openDatabase({
    url: database.worker,
    pool: 3,
    name: 'worker',
    onError: (err) => log.warn({ err }, 'a database connection failed'),
  });
  const worker = await startWorker({
    database: workerDatabase,
    keystore: keys.keystore,
    settings,
    crypto: memoiseSignatures(nodeCrypto),
    clock: systemClock,
    log,
    chain: { rpcUrls: chain.urls, chainId: chain.chainId, contract: contracts.logAnchor, finality: chain.finality },
    witnesses: config.WITNESSES,
    onFatal: (fault) => run.warn(`The worker stopped for good: ${fault.message}`),
  });
  run.onEnd(async () => {
    await worker.stop();
    await workerDatabase.close();
  });

  await app.listen(config.PORT, config.HOST);
  const ownerUrl = database.owner;
  run.onEnd(publishIssuersBehind(config, { ownerUrl, trustRoot: keys.trustRoot, chain, contracts, log }).stop);
  writeDemoFile(folder.path, { settings, accounts, chain, contracts, database, keys });
  process.stdout.write(
    banner(settings, accounts, join(config.ELICENCE_DATA, 'demo.json'), (performance.now() - begun) / 1000),
  );
}

const run = beginRun();
try {
  await start(readConfig(), run);
} catch (cause) {
  const known =
    cause instanceof EmbeddedFault || (cause instanceof Error && cause.message.startsWith('configuration:'));
  if (!run.isEnding()) run.warn(known ? cause.message : String(cause instanceof Error ? cause.stack : cause));
  await run.end(1);
}
