// `npm run gas`: measures what an anchor costs, prints the table, writes it into docs/gas.md and contracts/gas.json. The
// regression test compares with the latter; commit both when a change of cost is meant.
import { readFileSync, writeFileSync } from 'node:fs';
import { startAnvil } from './testing/anvil.js';
import { type AnchorGas, measureGas } from './testing/measure-gas.js';

const number = (value: number): string => value.toLocaleString('en-US');
const each = ({ gas, batch }: AnchorGas): string =>
  (gas / batch).toLocaleString('en-US', { maximumFractionDigits: gas / batch < 100 ? 2 : 0 });

const chain = await startAnvil();
try {
  const measured = await measureGas(chain);
  const rows = measured.anchors.map((row) => {
    const { size, batch, nodes, gas } = row;
    return `| ${[size, batch, nodes, gas].map(number).join(' | ')} | ${each(row)} |`;
  });
  const table = [
    '| onto a tree of | batch | proof nodes | gas of the anchor | per licence |',
    '|---:|---:|---:|---:|---:|',
    ...rows,
    '',
    `The first anchor of a log: ${number(measured.first)}.`,
  ].join('\n');
  const page = new URL('../docs/gas.md', import.meta.url);
  const text = readFileSync(page, 'utf8');
  const [begin, end] = ['<!-- npm run gas -->\n', '\n<!-- end -->'];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error('docs/gas.md has no place for the table');
  writeFileSync(page, `${text.slice(0, from + begin.length)}${table}${text.slice(to)}`);
  writeFileSync(new URL('gas.json', import.meta.url), `${JSON.stringify(measured, null, 2)}\n`);
  process.stdout.write(`${table}\n`);
} finally {
  await chain.kill();
}
