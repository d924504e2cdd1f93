import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { honestUpTo, verdictOf } from './rows.mjs';

const whole = (value) => (Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '–');
const ms = (value) => value.toFixed(1);
const ratio = (value) => (Number.isFinite(value) ? value.toFixed(2) : '–');

/** A table whose columns stand under each other, the first two to the left. */
function table(head, lines) {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...lines].map((cells) => cells[i].length)));
  const padded = (cells) => cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));
  const rule = widths.map((width, i) => (i < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [padded(head), rule, ...lines.map(padded)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Every row with its figure, its target and what it comes to. */
export function summary(lines) {
  const head = ['Row', 'What', 'Ours', 'Against', 'Ratio', 'Target', 'Fails', ''];
  const cells = lines.map((line) => [
    line.id,
    line.what,
    line.ours,
    line.other,
    `**${ratio(line.ratio)}**`,
    `${line.atMost ? '≤' : '≥'} ${line.target}`,
    `${line.atMost ? '>' : '<'} ${line.fails}`,
    verdictOf(line),
  ]);
  return table(head, cells);
}

/** What a run found, as `--json` writes it; the report is made of it alone. */
export function resultOf({ lines, loops, floors, pipeline, extras, settings, options, seconds }) {
  const changes = git('status', '--porcelain', '--', 'src', 'migrations', 'bench') ? ' and changes' : '';
  return {
    at: `${new Date().toISOString().slice(0, 16)}Z`,
    build: options.givenBuild ? 'a given build' : `commit ${git('rev-parse', '--short', 'HEAD')}${changes}`,
    node: process.versions.node,
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    database: settings,
    options,
    seconds: Math.round(seconds),
    rows: lines.map((line) => ({ ...line, verdict: verdictOf(line) })),
    loops: loops.map((row) => ({ ...row, floors: floors.get(row.floor) })),
    pipeline,
    extras,
  };
}

/** The report as Markdown. */
export function report(result) {
  const { at, build, node, machine, database, options, seconds, rows, loops, pipeline, extras } = result;
  const { server_version: version, ...durable } = database ?? {};
  const postgres = version
    ? `, PostgreSQL ${version} (${Object.entries(durable)
        .map(([name, setting]) => `${name} ${setting}`)
        .join(', ')})`
    : '';
  const parts = [
    `# Performance in one run

${at}, ${build}, Node ${node}${postgres}, ${machine}.
${options.connections} connections, ${options.rounds} rounds of ${options.forMs / 1000} s a side and row, ${whole(options.credentials)} different credentials, ${whole(seconds)} s in all.
Trust ratios first, then CPU, then requests per second. How to read this: \`docs/performance.md\`.`,
    summary(rows),
    ...(loops.length > 0 ? [loopTable(loops), honestTable(loops)] : []),
    ...(pipeline ? [pipelineTable(pipeline)] : []),
    ...extras,
  ];
  return `${parts.join('\n\n')}\n`;
}

function loopTable(loops) {
  const head = [
    'Row',
    'What',
    'Product p50 / p99, ms',
    'Straight p50 / p99, ms',
    'Product CPU, µs',
    'Straight CPU, µs',
  ];
  const cells = loops.map(({ id, what, product, straight }) => [
    id,
    what,
    `${ms(product.p50)} / ${ms(product.p99)}`,
    `${ms(straight.p50)} / ${ms(straight.p99)}`,
    whole(product.cpu),
    whole(straight.cpu),
  ]);
  return table(head, cells);
}

function honestTable(loops) {
  const head = ['Row', 'What', 'Cryptography, µs', 'Statement, µs', 'HTTP, µs', 'Sum, µs', 'Straight line, µs'];
  const cells = loops
    .filter(({ floors }) => floors)
    .map(({ id, what, floors: { cryptography, statement, http }, straight, group }) => {
      const sum = cryptography + statement + http;
      const over = straight.cpu / sum;
      const figures = [cryptography, statement, http, sum, straight.cpu].map(whole);
      return [id, what, ...figures, `**${ratio(over)}**`, over <= honestUpTo ? 'yes' : 'no', group.toFixed(1)];
    });
  return `Is the straight line honest? Its CPU for a request against the sum of its floors, at most ${honestUpTo}:

${table([...head, 'Over the sum', 'Honest', 'Requests a statement'], cells)}`;
}

/** One lane and no requests: floors and straight line are told in time from begin to end, PostgreSQL's share included. */
function pipelineTable({ leaves, product, straight, floors: { statements, hashing } }) {
  const over = straight.us / (statements + hashing);
  const line = [
    'A1',
    'for each leaf',
    product.cpu.toFixed(1),
    straight.cpu.toFixed(1),
    `${statements.toFixed(1)} + ${hashing.toFixed(1)}`,
    straight.us.toFixed(1),
    `**${ratio(over)}**`,
    over <= honestUpTo ? 'yes' : 'no',
  ];
  const head = ['Row', 'What', 'Product CPU, µs', 'Straight CPU, µs', 'Floors: statements + hashing, µs'];
  return `${whole(leaves)} entries that wait, from journal to stored tiles and signed checkpoint:

${table([...head, 'Straight line, µs', 'Over the sum', 'Honest'], [line])}`;
}

function git(...args) {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
