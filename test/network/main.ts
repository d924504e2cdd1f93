// npm run test:network -- [--print] [--only 1,4]: needs Go (or GETH_PATH) and a build, which run.mjs makes.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { networkDrill } from './drill.js';
import { ensureGeth } from './geth.js';
import { Network } from './network.js';
import { tableOf, writeTable } from './table.js';

const { values } = parseArgs({ options: { print: { type: 'boolean', default: false }, only: { type: 'string' } } });
const only = (values.only ?? '').split(',').filter(Boolean).map(Number);
const begun = performance.now();
const say = (line: string) => console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`);

const network = await Network.create(await ensureGeth(say));
process.on('exit', () => network.endNow());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
try {
  await network.start();
  await network.whole();
  say('four signers make blocks');
  const { rows, violations } = await networkDrill(network, only, say);
  const table = tableOf(rows);
  console.log(`\n${table}\n`);
  for (const sentence of violations) console.error(`VIOLATION: ${sentence}`);
  say(`${rows.length} faults, ${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
  else if (!values.print && only.length === 0)
    writeTable(fileURLToPath(new URL('../../docs/chain.md', import.meta.url)), table);
} finally {
  await network.remove();
}
