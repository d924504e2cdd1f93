// The load: a process of its own with keep-alive connections, each with one request under way. Every answer is judged.
// It is forked; a message `{ job }` is a round, answered by `{ done }` or `{ fault }`.
import { createWriteStream, readFileSync } from 'node:fs';
import { connect } from './connection.mjs';
import { cpuMicros } from './process.mjs';

const files = new Map();
const newline = Buffer.from('\n');

/** Lines of `<V|X><body>`: V is to be found valid, X invalid. */
function questions(file) {
  const known = files.get(file);
  if (known) return known;
  const bytes = readFileSync(file);
  const lines = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    lines.push({ valid: bytes[at] === 86, body: bytes.subarray(at + 1, end) });
    at = end + 1;
  }
  files.set(file, lines);
  return lines;
}

const verification = { method: 'POST', path: '/v1/verifications', headers: '', status: 200 };

const makers = {
  /** Asks the questions of a file in turn, beginning at `from`, round and round over the first `count`. */
  verify({ file, from = 0, count }) {
    const lines = questions(file);
    const size = Math.min(count ?? lines.length, lines.length);
    const good = [Buffer.from('"verdict":"valid"'), Buffer.from('"code":"anchored"')];
    const bad = [Buffer.from('"verdict":"invalid"')];
    return (n) => {
      const { body, valid } = lines[(from + n) % size];
      return { ...verification, body, holds: valid ? good : bad };
    };
  },
  /** The same questions to a server that judges nothing. */
  unjudged({ file }) {
    const lines = questions(file);
    return (n) => ({ ...verification, body: lines[n % lines.length].body, holds: [] });
  },
  issue({ template, token, run }) {
    const holds = [Buffer.from('"inclusionPromise":{'), Buffer.from('"carriers":{"sd-jwt":"')];
    return (n) => {
      const name = `${run}-${n}`;
      const headers = `authorization: Bearer ${token}\r\nidempotency-key: ${name}\r\n`;
      const body = Buffer.from(template.replaceAll('@@', name));
      return { method: 'POST', path: '/v1/licences', headers, body, status: 201, holds };
    };
  },
  receipts({ identifiers, token }) {
    const headers = `authorization: Bearer ${token}\r\n`;
    return (n) => ({ method: 'GET', path: `/v1/licences/${identifiers[n]}/receipt`, headers, status: 200, holds: [] });
  },
};

async function round(job) {
  const next = makers[job.kind](job);
  const { port, connections, warmMs = 0, forMs = 3_600_000, pid, amount = Number.POSITIVE_INFINITY } = job;
  const begin = performance.now() + warmMs;
  const end = begin + forMs;
  const latencies = [];
  const kept = job.keepIn && createWriteStream(job.keepIn);
  let asked = 0;
  let first;
  let last;
  const cpu = {};
  const one = async () => {
    const send = await connect(port);
    for (let now = performance.now(); now < end && asked < amount; ) {
      const request = next(asked++);
      const answer = await send(request);
      const after = performance.now();
      if (answer.status !== request.status || !request.holds.every((part) => answer.body.includes(part)))
        throw new Error(`a wrong answer, ${answer.status}: ${answer.body.toString().slice(0, 600)}`);
      kept?.write(Buffer.concat([answer.body, newline]));
      if (now >= begin && after <= end) {
        if (first === undefined) {
          first = now;
          cpu.from = cpuMicros(pid);
        }
        last = after;
        latencies.push(after - now);
      }
      now = after;
    }
    send.close();
  };
  await Promise.all(Array.from({ length: connections }, one));
  cpu.to = cpuMicros(pid);
  if (kept) await new Promise((resolve) => kept.end(resolve));
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return {
    asked,
    perSecond: (latencies.length / (last - first)) * 1000,
    p50: at(0.5),
    p99: at(0.99),
    cpu: (cpu.to - cpu.from) / latencies.length,
  };
}

process.on('message', ({ job }) => {
  round(job).then(
    (done) => process.send({ done }),
    (fault) => process.send({ fault: String(fault?.stack ?? fault) }),
  );
});
process.on('disconnect', () => process.exit());
