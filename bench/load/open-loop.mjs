// Requests at a fixed rate, whatever the answers take: each is due at its time, and its latency counts from then, also while
// it waits for a connection. It is forked; a message `{ job }` begins a round, `{ section: name }` counts what is due from
// then on apart, `{ stop: true }` ends the round, `{ done }` answers it.
import { Worker } from 'node:worker_threads';
import { connect } from './connection.mjs';
import { makers } from './requests.mjs';

const all = Symbol('all');
let stopped = false;
let section;

/** Calls `tick` with the moment of the first when a request is due, or some are, until it answers false; `gap` in ms. */
async function pace(gap, precise, tick) {
  if (!precise) {
    const begin = performance.now();
    while (tick(begin)) await new Promise((resolve) => setTimeout(resolve, 1));
    return;
  }
  const pacer = new Worker(new URL('pacer.mjs', import.meta.url), { workerData: { gap } });
  await new Promise((resolve, reject) => {
    pacer.on('message', (origin) => !tick(origin - performance.timeOrigin) && resolve());
    pacer.once('error', reject);
  });
  await pacer.terminate();
}

async function round(job) {
  const next = makers[job.kind](job);
  const { port, connections, perSecond, precise = false, forMs = Number.POSITIVE_INFINITY } = job;
  const free = await Promise.all(Array.from({ length: connections }, () => connect(port)));
  const waiting = [];
  const latencies = new Map([[all, []]]);
  let fault;
  let asked = 0;
  let under = 0;

  const took = (ms, name) => {
    latencies.get(all).push(ms);
    if (name === undefined) return;
    if (!latencies.has(name)) latencies.set(name, []);
    latencies.get(name).push(ms);
  };
  const serve = async (send, { due, name }) => {
    under++;
    try {
      const request = next(asked++);
      const answer = await send(request);
      if (answer.status !== request.status || !request.holds.every((part) => answer.body.includes(part)))
        throw new Error(`a wrong answer, ${answer.status}: ${answer.body.toString().slice(0, 2_500)}`);
      took(performance.now() - due, name);
    } catch (error) {
      fault ??= error;
    }
    under--;
    const after = waiting.shift();
    if (after === undefined) free.push(send);
    else void serve(send, after);
  };

  let begin;
  const gap = 1000 / perSecond;
  let n = 0;
  await pace(gap, precise, (first) => {
    const now = performance.now();
    begin ??= first;
    if (fault || stopped || now - begin >= forMs) return false;
    for (; begin + n * gap <= now; n++) {
      const one = { due: begin + n * gap, name: section };
      // In turn: a connection that rests for long is closed by the server.
      const send = free.shift();
      if (send === undefined) waiting.push(one);
      else void serve(send, one);
    }
    return true;
  });
  const seconds = (performance.now() - begin) / 1000;
  while (!fault && under + waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const send of free) send.close();
  if (fault) throw fault;
  const whole = latencies.get(all);
  latencies.delete(all);
  const sections = Object.fromEntries([...latencies].map(([name, list]) => [name, figuresOf(list)]));
  return { asked, perSecond: whole.length / seconds, ...figuresOf(whole), sections };
}

function figuresOf(latencies) {
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), p999: at(0.999), worst: at(1) };
}

process.on('message', (message) => {
  if ('section' in message) section = message.section;
  stopped = message.stop === true;
  if (!message.job) return;
  section = undefined;
  round(message.job).then(
    (done) => process.send({ done }),
    (fault) => process.send({ fault: String(fault?.stack ?? fault) }),
  );
});
process.on('disconnect', () => process.exit());
