import { cpus } from 'node:os';

const whole = (value) => Math.round(value).toLocaleString('en');
const ms = (value) => value.toFixed(1);
const mb = (bytes) => whole(bytes / 2 ** 20);

const line = (cells) => `| ${cells.join(' | ')} |`;
const verified = (name, { perSecond, p50, p99, p999 }, base) =>
  line([
    name,
    whole(perSecond),
    ms(p50),
    ms(p99),
    ms(p999),
    base ? `**${(p50 / base.p50).toFixed(2)}** / **${(p99 / base.p99).toFixed(2)}**` : '1',
  ]);

/** The report as Markdown. */
export function burstReport({ before, withBurst, after, burst, memory }, { pdfs, perSecond, credentials }) {
  const { counts } = burst;
  return `# ${whole(pdfs)} PDFs asked for at once

${new Date().toISOString().slice(0, 16)}Z, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}. Verifications (V1, ${whole(credentials)} different credentials) at a
fixed ${perSecond} a second; a latency counts from when its request was due. How to read this: \`docs/performance.md\`.

| Verifying | a second | p50, ms | p99, ms | p99.9, ms | p50 / p99 against before |
|---|---:|---:|---:|---:|---:|
${verified('before', before)}
${verified('with the burst', withBurst, before)}
${verified('after', after, before)}

| The burst | |
|---|---:|
| PDFs a second | ${burst.perSecond.toFixed(2)} |
| until all had theirs, s | ${whole(burst.seconds)} |
| median and longest wait, s | ${whole(burst.medianWait)} / ${whole(burst.longestWait)} |
| a PDF, KiB | ${whole(burst.meanBytes / 1024)} |
| answers 200 / 202 / 503 | ${whole(counts[200])} / ${whole(counts[202])} / ${whole(counts[503])} |

| Resident memory of the API with its thread, MiB | |
|---|---:|
| verifying before, median / most | ${mb(memory.before.median)} / ${mb(memory.before.most)} |
| during the burst, median / most | ${mb(memory.peak.median)} / ${mb(memory.peak.most)} |
| once the thread had ended | ${mb(memory.atRest)} |
`;
}
