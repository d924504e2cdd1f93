// Requests at a fixed rate, whatever the answers take: each is due at its time, and its latency counts from then, also while
// it waits for a connection. It is forked; a message `{ job }` begins a round, `{ stop: true }` ends it, `{ done }` answers.
import { connect } from './connection.mjs';
import { makers } from './requests.mjs';

let stopped = false;

async function round(job) {
  const next = makers[job.kind](job);
  const { port, connections, perSecond, forMs = Number.POSITIVE_INFINITY } = job;
  const free = await Promise.all(Array.from({ length: connections }, () => connect(port)));
  const waiting = [];
  const latencies = [];
  let fault;
  let asked = 0;
  let under = 0;

  const serve = async (send, due) => {
    under++;
    try {
      const request = next(asked++);
      const answer = await send(request);
      if (answer.status !== request.status || !request.holds.every((part) => answer.body.includes(part)))
        throw new Error(`a wrong answer, ${answer.status}: ${answer.body.toString().slice(0, 600)}`);
      latencies.push(performance.now() - due);
    } catch (error) {
      fault ??= error;
    }
    under--;
    const after = waiting.shift();
    if (after === undefined) free.push(send);
    else void serve(send, after);
  };

  const begin = performance.now();
  const gap = 1000 / perSecond;
  for (let n = 0; !fault && !stopped; ) {
    const now = performance.now();
    if (now - begin >= forMs) break;
    for (; begin + n * gap <= now; n++) {
      // In turn: a connection that rests for long is closed by the server.
      const send = free.shift();
      if (send === undefined) waiting.push(begin + n * gap);
      else void serve(send, begin + n * gap);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const seconds = (performance.now() - begin) / 1000;
  while (!fault && under + waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const send of free) send.close();
  if (fault) throw fault;
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return { asked, perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99), p999: at(0.999), worst: at(1) };
}

process.on('message', ({ job, stop }) => {
  stopped = stop === true;
  if (!job) return;
  round(job).then(
    (done) => process.send({ done }),
    (fault) => process.send({ fault: String(fault?.stack ?? fault) }),
  );
});
process.on('disconnect', () => process.exit());
