// The load: a process of its own with keep-alive connections, each with one request under way. Every answer is judged.
// It is forked; a message `{ job }` is a round, answered by `{ done }` or `{ fault }`.
import { createWriteStream } from 'node:fs';
import { connect } from './connection.mjs';
import { cpuMicros } from './process.mjs';
import { makers } from './requests.mjs';

const newline = Buffer.from('\n');

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
        throw new Error(`a wrong answer, ${answer.status}: ${answer.body.toString().slice(0, 2_500)}`);
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
