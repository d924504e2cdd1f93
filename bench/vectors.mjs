#!/usr/bin/env node
// `npm run bench:vectors [-- <family> …]`: what the corrupted inputs of test/vectors/verification cost in CPU, as a multiple of the genuine
// verification, by family and by vector, worst first; with node's cryptography and with that of the browser. Figures are
// never assertions.
import { nobleCrypto } from '../src/core/crypto/noble.ts';
import { nodeCrypto } from '../src/platform/crypto/node-crypto.ts';
import { caseOf, families, judge } from '../test/vectors/read-vectors.ts';

const leastMs = 5;
const asked = process.argv.slice(2);
const measured = families.filter(({ family }) => asked.length === 0 || asked.includes(family));

/** Milliseconds of CPU for one judgement: repeated until it is long enough to be told, the least of three. */
function cost(given, port) {
  const once = (times) => {
    const began = process.cpuUsage();
    for (let i = 0; i < times; i++) judge(given, port);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  };
  let times = 1;
  for (let ms = once(times); ms < leastMs; ms = once(times))
    times = Math.ceil(times * Math.max(2, (1.5 * leastMs) / Math.max(ms, 0.1)));
  return Math.min(once(times), once(times), once(times)) / times;
}

for (const [name, port] of Object.entries({ node: nodeCrypto, browser: nobleCrypto })) {
  const genuine = cost(caseOf({ input: {} }), port);
  const rows = measured.map(({ family, vectors }) => {
    const costs = vectors.map((vector) => ({ name: vector.name, ratio: cost(caseOf(vector), port) / genuine }));
    costs.sort((one, other) => other.ratio - one.ratio);
    const mean = costs.reduce((sum, { ratio }) => sum + ratio, 0) / costs.length;
    return { family, vectors: costs.length, mean, worst: costs[0] };
  });
  rows.sort((one, other) => other.worst.ratio - one.worst.ratio);
  console.log(`\n## Cryptography of ${name}: a genuine verification takes ${genuine.toFixed(3)} ms of CPU\n`);
  console.log('| Family | Vectors | Mean | Worst | Worst vector |\n|---|--:|--:|--:|---|');
  for (const { family, vectors, mean, worst } of rows)
    console.log(`| ${family} | ${vectors} | ${mean.toFixed(2)} | ${worst.ratio.toFixed(2)} | ${worst.name} |`);
}
