// npm run test:print -- --seeds 200: how many photographs of each type's codes are read, and whether that is enough.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { codes, versionOf } from './codes.js';
import { readAll } from './read.js';

const bars = { online: 0.95, offline: 0.85 };
const portion = 10;
type Task = { code: number; seeds: number[] };

if (isMainThread) await main();
else {
  parentPort!.on('message', async ({ code, seeds }: Task) => {
    parentPort!.postMessage({ code, read: await readAll(codes[code]!, seeds) });
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seeds: { type: 'string', default: '200' } } });
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  // Every code's first seeds first, so that a look at the progress tells something of all.
  const tasks: Task[] = Array.from({ length: Math.ceil(seeds.length / portion) }, (_, i) =>
    codes.map((_, code) => ({ code, seeds: seeds.slice(i * portion, (i + 1) * portion) })),
  ).flat();
  const began = Date.now();
  const all = tasks.length;
  const read = codes.map(() => 0);
  let done = 0;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url));
      const next = () => {
        const task = tasks.shift();
        if (task) worker.postMessage(task);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('error', reject);
      worker.on('message', (answer: { code: number; read: boolean[] }) => {
        read[answer.code]! += answer.read.filter(Boolean).length;
        done += 1;
        if (done % codes.length === 0) {
          console.error(
            `${done} of ${all} portions, ${Math.round((Date.now() - began) / 1000)} s, read: ${read.join(' ')}`,
          );
        }
        next();
      });
      next();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, work));

  console.log('| Type | Code | Version | mm | Read |\n|---|---|---|---|---|');
  for (const [i, code] of codes.entries()) {
    const rate = read[i]! / seeds.length;
    const row = [code.type, code.kind, versionOf(code), code.side.toFixed(1), `${(rate * 100).toFixed(1)} %`];
    console.log(`| ${row.join(' | ')} |`);
    if (rate < bars[code.kind]) process.exitCode = 1;
  }
  console.log(`${seeds.length} seeds a code, ${Math.round((Date.now() - began) / 1000)} s`);
}
