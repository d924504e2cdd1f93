#!/usr/bin/env node
// `npm run bench [-- --quick] [--only V1,S1]`: the product against straight lines and libraries, round by round in one run.
// A figure is no assertion of a test; the exit code tells when a row is below its bound (3), and when an answer was wrong (1).
// How to read the report: docs/performance.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { alone } from '../bin/lib/alone.mjs';
import { ensureBuilt } from '../bin/lib/build.mjs';
import { runCourse } from './lib/course.mjs';
import { ensurePeers } from './lib/peers.mjs';
import { report, resultOf } from './lib/report.mjs';
import { rowIds, verdictOf } from './lib/rows.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** ids of rows, by commas */
    only: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    credentials: { type: 'string' },
    connections: { type: 'string', default: '64' },
    /** where the figures go as JSON, beside the report */
    json: { type: 'string' },
    /** a build to measure instead of `dist`, which is brought up to date first */
    dist: { type: 'string' },
  },
});
const wanted = given.only?.split(',').map((id) => id.trim().toUpperCase()) ?? rowIds;
const unknown = wanted.filter((id) => !rowIds.includes(id));
if (unknown.length > 0) {
  process.stderr.write(`bench: no such row: ${unknown}; there are ${rowIds}\n`);
  process.exit(2);
}
const settings = {
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
  await alone(root, async () => {
    if (!given.dist) await ensureBuilt(root);
    if (wanted.includes('P3') || wanted.includes('P5')) await ensurePeers(join(root, 'bench'), say);
  });
  const dist = resolve(given.dist ?? join(root, 'dist'));
  const found = await runCourse(wanted, { ...settings, dist, say, onEnd });
  // Those that others stand on were measured too; told is what was asked for.
  const lines = found.lines
    .filter(({ id }) => wanted.includes(id))
    .sort((a, b) => rowIds.indexOf(a.id) - rowIds.indexOf(b.id));
  const seconds = (performance.now() - began) / 1000;
  const result = resultOf({ ...found, lines, options: settings, seconds });
  const text = report(result);
  const results = join(root, 'bench', 'results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'latest.md'), text);
  writeFileSync(given.json ?? join(results, 'latest.json'), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(text);
  const failing = lines.filter((line) => verdictOf(line) === 'fails').map(({ id, what }) => `${id} (${what})`);
  if (failing.length > 0) {
    say(`below the bound: ${failing.join('; ')}`);
    process.exitCode = 3;
  }
} catch (fault) {
  say(fault instanceof Error ? fault.stack : String(fault));
  process.exitCode = 1;
} finally {
  await end();
}
