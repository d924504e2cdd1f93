// npm run drill:two-workers -- [--minutes 10] [--seed N]: needs a build ("npm run build").
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { twoWorkersDrill } from './two-workers-drill.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const { violations, figures, sent, reorganisations, lostAnswers } = await twoWorkersDrill({
  seconds: Number(values.minutes) * 60,
  seed,
  say: (line) => console.log(line),
});
for (const sentence of violations) console.error(`VIOLATION: ${sentence}`);
console.log(
  `two workers, seed ${seed}: ${values.minutes} minutes, ${figures.leaves} leaves under ${figures.anchors} anchors by ${figures.transactions} ` +
    `transactions (sent ${sent.join(' and ')} times), ${reorganisations} reorganisations, ${lostAnswers} answers lost, ${violations.length} violations`,
);
process.exit(violations.length === 0 ? 0 : 1);
