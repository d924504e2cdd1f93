// npm run drill:ledger -- [--kills 220] [--seed N] [--rough]: needs a build ("npm run build").
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ledgerKillDrill } from './ledger-kill-drill.js';
import { steps } from './ledger-steps.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '220' },
    seed: { type: 'string' },
    rough: { type: 'boolean', default: false },
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const began = performance.now();
const { violations, kills, figures, reorganisations, lostAnswers } = await ledgerKillDrill({
  kills: Number(values.kills),
  seed,
  rough: values.rough,
  say: (line) => console.log(line),
});
for (const { says } of steps) console.log(`${String(kills.get(says) ?? 0).padStart(5)}  ${says}`);
const missed = kills.get('not reached') ?? 0;
if (missed > 0) console.log(`${String(missed).padStart(5)}  killed elsewhere, since the step was not reached`);
for (const sentence of violations) console.error(`VIOLATION: ${sentence}`);
const { leaves, anchors, transactions } = figures;
console.log(
  `ledger drill${values.rough ? ', rough' : ''}, seed ${seed}: ${values.kills} kills, ${leaves} leaves under ${anchors} anchors by ${transactions} ` +
    `transactions, ${reorganisations} reorganisations, ${lostAnswers} answers lost, ${violations.length} violations in ` +
    `${((performance.now() - began) / 1000).toFixed(0)} s`,
);
process.exit(violations.length === 0 ? 0 : 1);
