import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCompiled } from './support/compile.mjs';

/** One PostgreSQL cluster (fast, not durable) and one EVM node with driven mining for the whole run. */
export default async function setUp() {
  const embedded = await importCompiled('src/entry/embedded', 'testing/test-parts.js');
  const folder = mkdtempSync(join(tmpdir(), 'elicence-test-'));
  chmodSync(folder, 0o755);
  const parts = await embedded.startTestParts(folder);
  // Killed runs must leave nothing behind; detached, so that Ctrl-C does not reach it before us.
  const reaper = spawn(
    process.execPath,
    [new URL('support/reaper.mjs', import.meta.url).pathname, folder, ...parts.pids.map(String)],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  reaper.unref();
  reaper.stdin.unref();
  globalThis.__elicenceTest = { parts, reaper, folder };
  process.env.TEST_PG_URL = parts.postgresUrl;
  process.env.TEST_CHAIN_URL = parts.chainUrl;
  process.env.TEST_RUN_FOLDER = folder;
}
