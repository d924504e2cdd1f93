import { residentBytes } from '../load/process.mjs';
import { median, rows } from './rows.mjs';

const sides = ['product', 'straight'];

/** Rounds of both servers in turn, A B A B …, row by row; medians of what each round gave. */
export async function measure(stage, { rounds, warmMs, forMs, say }) {
  // One course through all credentials, over rows and rounds: a credential comes back only after all others.
  const course = { product: 0, straight: 0 };
  const measured = [];
  for (const row of rows) {
    const results = { product: [], straight: [] };
    const before = await stage.counts();
    for (let n = 0; n < rounds; n++) {
      for (const side of sides) {
        const { pid, port } = stage.servers[side];
        const job = jobOf(row, stage, { from: course[side], run: `${row.id}-${side}-${n}` });
        const result = await stage.round({ ...job, pid, port, warmMs: n === 0 ? 5 * warmMs : warmMs, forMs });
        if (job.file && !row.count) course[side] += result.asked;
        results[side].push({ ...result, memory: residentBytes(pid) });
      }
      say(`${row.id} ${n + 1}/${rounds}`);
    }
    const after = await stage.counts();
    const { groups, items } = after[row.group];
    measured.push({
      ...row,
      ratio: median(results.product.map(({ perSecond }, n) => perSecond / results.straight[n].perSecond)),
      memory: median(results.product.map(({ memory }, n) => memory / results.straight[n].memory)),
      group: (items - before[row.group].items) / (groups - before[row.group].groups),
      ...Object.fromEntries(sides.map((side) => [side, medians(results[side])])),
    });
  }
  return measured;
}

function jobOf(row, { files, template, token, count }, { from, run }) {
  if (row.floor === 'issue') return { kind: 'issue', template, token, run };
  return { kind: 'verify', file: files[row.floor], from: row.count ? 0 : from % count, count: row.count };
}

function medians(results) {
  const names = Object.keys(results[0]);
  return Object.fromEntries(names.map((name) => [name, median(results.map((result) => result[name]))]));
}
