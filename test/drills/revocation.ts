// npm run drill:revocation -- [--rounds 1000] [--seed N] [--lanes 6]: needs a build ("npm run build").
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startRegistry } from '../support/registry.js';
import { startApiProcess } from './api-process.js';
import { RevocationDrill, told } from './revocation-drill.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    // Licences that are changed and verified at once: many load the machine, one tells how long a change takes alone.
    lanes: { type: 'string', default: '6' },
  },
});
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const acts: (() => Promise<void>)[] = [];
const end = async () => {
  for (let act = acts.pop(); act; act = acts.pop()) await act();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().then(() => process.exit(130)));
let held = false;
try {
  const registry = await startRegistry({ timeout: 300_000 });
  acts.push(registry.remove);
  const start = async () => {
    const api = await startApiProcess(registry.folder, registry.demo);
    acts.push(api.stop);
    return api;
  };
  const processes = [await start(), await start()] as const;
  const drill = new RevocationDrill({
    rounds: Number(values.rounds),
    seed,
    lanes: Number(values.lanes),
    demo: registry.demo,
    processes,
    say: (line) => console.log(line),
  });
  const result = await drill.run();
  for (const sentence of result.violations.slice(0, 50)) console.error(`VIOLATION: ${sentence}`);
  console.log(`seed ${seed}: ${told(result)}`);
  held = result.violations.length === 0;
} finally {
  await end();
}
process.exit(held ? 0 : 1);
