// npm run drill:kill -- [--kills 20] [--seed N] [--only app,backend]: needs a build ("npm run build && npm run build:web").
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { killDrill } from './kill-drill.js';
import { victims } from './victims.js';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const only = values.only?.split(',').map((name) => {
  const victim = victims.find((known) => known === name);
  if (!victim) throw new Error(`--only takes ${victims.join(', ')}`);
  return victim;
});
const { violations, summary } = await killDrill({
  kills: Number(values.kills),
  seed: values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed),
  of: only ?? victims,
  say: (line) => console.log(line),
});
for (const sentence of violations) console.error(`VIOLATION: ${sentence}`);
console.log(summary);
process.exit(violations.length === 0 ? 0 : 1);
