import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { pipelineRow } from './pipeline.mjs';
import { honestUpTo, median, memory } from './rows.mjs';

const whole = (value) => (Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '–');
const ms = (value) => value.toFixed(1);
const ratio = (value) => (Number.isFinite(value) ? value.toFixed(2) : '–');
const megabytes = (value) => whole(value / 2 ** 20);

function verdict(value, { target, fails }, lessIsBetter = false) {
  if (!Number.isFinite(value)) return '–';
  const reaches = (bound) => (lessIsBetter ? value <= bound : value >= bound);
  return reaches(target) ? 'reached' : reaches(fails) ? 'short' : 'fails';
}

/** A table whose columns stand under each other, the first two to the left. */
function table(head, lines) {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...lines].map((cells) => cells[i].length)));
  const padded = (cells) => cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));
  const rule = widths.map((width, i) => (i < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [padded(head), rule, ...lines.map(padded)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The report as Markdown. */
export function report(measured, floors, { pipeline, settings, options, seconds }) {
  const speed = measured.map((row) => {
    const { product, straight } = row;
    return [
      row.id,
      row.what,
      whole(product.perSecond),
      whole(straight.perSecond),
      `**${ratio(row.ratio)}**`,
      ratio(row.target),
      ratio(row.fails),
      verdict(row.ratio, row),
      `${ms(product.p50)} / ${ms(product.p99)}`,
      `${ms(straight.p50)} / ${ms(straight.p99)}`,
      whole(product.cpu),
      whole(straight.cpu),
    ];
  });
  const share = median(measured.map((row) => row.memory));
  const resident = ['product', 'straight'].map((side) => Math.max(...measured.map((row) => row[side].memory)));
  speed.push([
    memory.id,
    memory.what,
    `${megabytes(resident[0])} MB`,
    `${megabytes(resident[1])} MB`,
    `**${ratio(share)}**`,
    `≤ ${ratio(memory.target)}`,
    `> ${ratio(memory.fails)}`,
    verdict(share, memory, true),
    ...Array(4).fill('–'),
  ]);
  const honest = measured.map(({ id, what, floor, straight, group }) => {
    const { cryptography, statement, http } = floors.get(floor);
    const sum = cryptography + statement + http;
    const over = straight.cpu / sum;
    const parts = [cryptography, statement, http, sum, straight.cpu].map(whole);
    return [id, what, ...parts, `**${ratio(over)}**`, over <= honestUpTo ? 'yes' : 'no', group.toFixed(1)];
  });
  const { server_version: version, ...durable } = settings;
  const changes = git('status', '--porcelain', '--', 'src', 'migrations') ? ' and changes' : '';
  const build = options.givenBuild ? 'a given build' : `commit ${git('rev-parse', '--short', 'HEAD')}${changes}`;
  return `# Performance against the straight line

${new Date().toISOString().slice(0, 16)}Z, ${build}, Node ${process.versions.node}, PostgreSQL ${version}
(${Object.entries(durable)
    .map(([name, setting]) => `${name} ${setting}`)
    .join(', ')}), ${cpus().length} × ${cpus()[0]?.model.trim()}.
${options.connections} connections, ${options.rounds} rounds of ${options.forMs / 1000} s a side and row, ${whole(options.credentials)} different credentials, ${whole(seconds)} s in all.
Trust ratios first, then CPU, then requests per second. How to read this: \`docs/performance.md\`.

${table(
  [
    'Row',
    'What',
    'Product, req/s',
    'Straight line, req/s',
    'Ratio',
    'Target',
    'Fails below',
    '',
    'Product p50 / p99, ms',
    'Straight p50 / p99, ms',
    'Product CPU, µs',
    'Straight CPU, µs',
  ],
  speed,
)}

Is the straight line honest? Its CPU for a request against the sum of its floors, at most ${honestUpTo}:

${table(['Row', 'What', 'Cryptography, µs', 'Statement, µs', 'HTTP, µs', 'Sum, µs', 'Straight line, µs', 'Over the sum', 'Honest', 'Requests a statement'], honest)}

${pipelineTable(pipeline)}
`;
}

/** One lane and no requests: floors and straight line are told in time from begin to end, PostgreSQL's share included. */
function pipelineTable({ leaves, ratio: speed, product, straight, floors: { statements, hashing } }) {
  const { id, what, target, fails } = pipelineRow;
  const over = straight.us / (statements + hashing);
  const line = [
    id,
    what,
    whole(product.perSecond),
    whole(straight.perSecond),
    `**${ratio(speed)}**`,
    ratio(target),
    ratio(fails),
    verdict(speed, pipelineRow),
    product.cpu.toFixed(1),
    straight.cpu.toFixed(1),
    `${statements.toFixed(1)} + ${hashing.toFixed(1)}`,
    straight.us.toFixed(1),
    `**${ratio(over)}**`,
    over <= honestUpTo ? 'yes' : 'no',
  ];
  const head = ['Row', 'What', 'Product, leaves/s', 'Straight line, leaves/s', 'Ratio', 'Target', 'Fails below', ''];
  const honesty = ['Floors: statements + hashing, µs', 'Straight line, µs', 'Over the sum', 'Honest'];
  return `${whole(leaves)} entries that wait, from journal to stored tiles and signed checkpoint; for each leaf:

${table([...head, 'Product CPU, µs', 'Straight CPU, µs', ...honesty], [line])}`;
}

function git(...args) {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
