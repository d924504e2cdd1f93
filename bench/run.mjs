#!/usr/bin/env node
// `npm run bench [-- --quick]`: the product against the straight line, round by round in one run. Figures are never
// assertions; a wrong answer, under load or before, fails the run. How to read the report: docs/performance.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { alone } from '../bin/lib/alone.mjs';
import { ensureBuilt } from '../bin/lib/build.mjs';
import { measureFloors } from './lib/floors.mjs';
import { newFolder } from './lib/folder.mjs';
import { mustTellRightFromWrong } from './lib/honesty.mjs';
import { measure } from './lib/measure.mjs';
import { measurePipeline } from './lib/pipeline.mjs';
import { report } from './lib/report.mjs';
import { setStage } from './lib/stage.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    credentials: { type: 'string' },
    connections: { type: 'string', default: '64' },
    /** a build to measure instead of `dist`, which is brought up to date first */
    dist: { type: 'string' },
  },
});
const options = {
  rounds: Number(given.rounds ?? (given.quick ? 3 : 5)),
  forMs: Number(given.seconds ?? (given.quick ? 1 : 3)) * 1000,
  warmMs: 300,
  warmUp: given.quick ? 3_000 : 10_000,
  // More than the product's memo of checked signatures holds (20,000), so that only V3 meets it.
  credentials: Number(given.credentials ?? 21_000),
  connections: Number(given.connections),
  leaves: given.quick ? 20_000 : 50_000,
  givenBuild: given.dist !== undefined,
};
const began = performance.now();
const say = (line) =>
  process.stderr.write(`bench ${((performance.now() - began) / 1000).toFixed(0).padStart(3)} s: ${line}\n`);
const acts = [];
const onEnd = (act) => acts.push(act);
const end = async () => {
  for (let act = acts.pop(); act; act = acts.pop()) await Promise.resolve(act()).catch((fault) => say(String(fault)));
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end().then(() => process.exit(130)));

try {
  if (!given.dist) await alone(root.replace(/\/$/, ''), () => ensureBuilt(root.replace(/\/$/, '')));
  const dist = resolve(given.dist ?? join(root, 'dist'));
  const stage = await setStage({ ...options, dist, folder: newFolder(onEnd), say, onEnd });
  for (const [name, { port }] of Object.entries(stage.servers)) await mustTellRightFromWrong(name, port, stage, dist);
  say('both tell right from wrong');
  const measured = await measure(stage, { ...options, say });
  const floors = await measureFloors(stage, measured, { forMs: options.forMs / 2, passes: given.quick ? 2 : 3, say });
  const pipeline = await measurePipeline(stage, { dist, rounds: options.rounds, leaves: options.leaves, say });
  const seconds = (performance.now() - began) / 1000;
  const text = report(measured, floors, { pipeline, settings: stage.settings, options, seconds });
  const results = join(root, 'bench', 'results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'latest.md'), text);
  process.stdout.write(text);
} catch (fault) {
  say(fault instanceof Error ? fault.stack : String(fault));
  process.exitCode = 1;
} finally {
  await end();
}
