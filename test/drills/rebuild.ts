// npm run drill:rebuild -- [--licences 100000]: needs no build; makes a PostgreSQL cluster of its own in a temporary folder.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../src/entry/embedded/postgres/postgres.js';
import { rebuildDrill } from './rebuild-drill.js';

const { values } = parseArgs({ options: { licences: { type: 'string', default: '100000' } } });
const folder = mkdtempSync(join(tmpdir(), 'elicence-rebuild-'));
// Started as root, the database runs as another user, who must get in here.
chmodSync(folder, 0o755);
const postgres = await startPostgres({ folder: join(folder, 'postgres'), password: 'drill', fast: true });
let failed = true;
try {
  process.env.TEST_PG_URL = postgres.url;
  const { violations, summary } = await rebuildDrill({
    licences: Number(values.licences),
    say: (line) => console.log(line),
  });
  for (const sentence of violations) console.error(`VIOLATION: ${sentence}`);
  console.log(summary);
  failed = violations.length > 0;
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
