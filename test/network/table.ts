import { readFileSync, writeFileSync } from 'node:fs';

export interface Row {
  fault: string;
  /** seconds from the mending until all signers share new blocks */
  chainHealed: number;
  /** seconds from the mending until a licence issued then has a final anchor */
  lineHealed: number;
  /** blocks that a signer gave up at once */
  reorganised: number;
  resent: number;
  exchanged: number;
  dropped: number;
  reopened: number;
  issued: number;
  anchors: number;
  indeterminate: number;
  /** seconds */
  worstAge: number;
}

const columns: [string, (row: Row) => string][] = [
  ['Fault', ({ fault }) => fault],
  ['Chain whole again after', ({ chainHealed }) => `${chainHealed.toFixed(1)} s`],
  ['New licence anchored after', ({ lineHealed }) => `${lineHealed.toFixed(1)} s`],
  ['Blocks reorganised', ({ reorganised }) => String(reorganised)],
  ['Sent again', ({ resent }) => String(resent)],
  ['Exchanged / dropped / re-opened', ({ exchanged, dropped, reopened }) => `${exchanged} / ${dropped} / ${reopened}`],
  ['Licences issued', ({ issued }) => String(issued)],
  ['Anchors', ({ anchors }) => String(anchors)],
  ['Verdicts open', ({ indeterminate }) => String(indeterminate)],
  ['Worst age', ({ worstAge }) => `${worstAge.toFixed(1)} s`],
];

/** The measurements as a table in Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const titles = columns.map(([title]) => title);
  return [
    line(titles),
    `|${titles.map(() => '---').join('|')}|`,
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
  ].join('\n');
}

/** Puts the table between its marks in a page. */
export function writeTable(page: string, table: string): void {
  const text = readFileSync(page, 'utf8');
  const [begin, end] = ['<!-- network: begin -->', '<!-- network: end -->'];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`);
}
