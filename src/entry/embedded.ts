import { type Config, migrate, readConfig } from '../platform/index.js';
import { EmbeddedFault } from './embedded/embedded-fault.js';
import { lockFolder } from './embedded/folder-lock.js';
import { openChain, openPostgres } from './embedded/parts.js';
import { requireFreePort } from './embedded/ports.js';
import { beginRun, type Run } from './embedded/run.js';

/** The whole registry from one command, with everything that it stands on. */
async function start(config: Config, run: Run): Promise<void> {
  const folder = lockFolder(config.ELICENCE_DATA);
  run.onEnd(folder.release);
  await requireFreePort(config.PORT, config.HOST);
  const [database, chain] = await Promise.all([
    openPostgres(config, folder.path, run),
    openChain(config, folder.path, run),
  ]);
  await migrate(database.owner);
  run.warn(`PostgreSQL and chain ${chain.chainId} at ${chain.url} are up.`);
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
