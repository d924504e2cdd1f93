import { residentBytes } from '../load/process.mjs';
import { median, medianRatio } from './rows.mjs';

const sides = ['product', 'straight'];

/** Rounds of both servers in turn, A B A B …, row by row; medians of what each round gave. */
export async function measure(rows, stage, { rounds, warmMs, forMs, warmUp, say }) {
  const measured = [];
  for (const row of rows) {
    const results = { product: [], straight: [] };
    const ask = async (side, name, limits) => {
      const { pid, port } = stage.servers[side];
      const job = jobOf(row, stage, { from: stage.course[side], run: `${row.id}-${side}-${name}` });
      const result = await stage.round({ ...job, pid, port, ...limits });
      if (job.file && !row.count) stage.course[side] += result.asked;
      return { ...result, memory: residentBytes(pid) };
    };
    // What is compiled is compiled after so many requests, not after so long; the more code, the longer it takes.
    for (const side of sides) await ask(side, 'warm', { amount: warmUp });
    const before = await stage.counts();
    for (let n = 0; n < rounds; n++) {
      for (const side of sides) results[side].push(await ask(side, n, { warmMs, forMs }));
      say(`${row.id} ${n + 1}/${rounds}`);
    }
    const after = await stage.counts();
    const { groups, items } = after[row.group];
    measured.push({
      ...row,
      ratio: ratioOf(results, 'perSecond'),
      memory: ratioOf(results, 'memory'),
      group: (items - before[row.group].items) / (groups - before[row.group].groups),
      ...Object.fromEntries(sides.map((side) => [side, medians(results[side])])),
    });
  }
  return measured;
}

const ratioOf = ({ product, straight }, figure) =>
  medianRatio(
    product.map((round) => round[figure]),
    straight.map((round) => round[figure]),
  );

function jobOf(row, { files, template, token, count }, { from, run }) {
  if (row.floor === 'issue') return { kind: 'issue', template, token, run };
  return { kind: 'verify', file: files[row.floor], from: row.count ? 0 : from % count, count: row.count };
}

function medians(results) {
  const names = Object.keys(results[0]);
  return Object.fromEntries(names.map((name) => [name, median(results.map((result) => result[name]))]));
}
