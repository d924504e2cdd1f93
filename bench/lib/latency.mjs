// Rows L1 and L2: latency in an open loop, at a rate that no answer can slow down.
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { fillJournal } from './journal.mjs';
import { startWhole } from './product.mjs';
import { lineOf, median, medianRatio } from './rows.mjs';

const share = 0.3;
const sides = ['product', 'straight'];
const ms = (value) => `${value.toFixed(2)} ms`;

/** What both rows stand on: an open loop of its own process, and the rate, from the straight line's V1 in this run. */
export async function openLoopOn(stage, { v1, connections, onEnd, say }) {
  const loop = await startChild('load/open-loop.mjs', [], { awaitPort: false });
  onEnd(loop.stop);
  const perSecond = share * (v1?.straight.perSecond ?? (await closedLoop(stage)));
  const job = (side, port) => ({
    kind: 'verify',
    file: stage.files.presented,
    from: stage.course[side] % stage.count,
    port,
    connections,
    perSecond,
    precise: true,
  });
  say(`open loop at ${Math.round(perSecond)} requests a second`);
  return {
    perSecond,
    /** One round for `forMs`. */
    round: async (side, forMs) => {
      const { done } = await loop.ask({ job: { ...job(side, stage.servers[side].port), forMs } });
      stage.course[side] += done.asked;
      return done;
    },
    /** Begins one that `section` parts and `stop` ends; `done` resolves with its figures. */
    begin: (side, port) => ({
      done: loop.ask({ job: job(side, port) }).then(({ done }) => {
        stage.course[side] += done.asked;
        return done;
      }),
      section: (name) => loop.tell({ section: name }),
      stop: () => loop.tell({ stop: true }),
    }),
  };
}

async function closedLoop(stage) {
  const { pid, port } = stage.servers.straight;
  const job = { kind: 'verify', file: stage.files.presented, pid, port };
  await stage.round({ ...job, amount: 5_000 });
  return (await stage.round({ ...job, from: 5_000, warmMs: 300, forMs: 2_000 })).perSecond;
}

/** L1: both servers in turn at one rate. */
export async function measureOpenLoop(loop, { rounds, forMs, say }) {
  const results = { product: [], straight: [] };
  for (const side of sides) await loop.round(side, 1_000);
  for (let n = 0; n < rounds; n++) {
    for (const side of sides) results[side].push(await loop.round(side, forMs));
    say(`L1 ${n + 1}/${rounds}`);
  }
  const of = (side, figure) => results[side].map((round) => round[figure]);
  return ['p50', 'p99'].map((figure, part) =>
    lineOf(
      'L1',
      part,
      medianRatio(of('product', figure), of('straight', figure)),
      ms(median(of('product', figure))),
      ms(median(of('straight', figure))),
    ),
  );
}

/**
 * L2: the whole product as `npm start` runs it, worker and API in one process. Each round verifies without a batch, then
 * while so many leaves go from the journal through tree and checkpoint to a final anchor.
 */
export async function measureUnderBatch(stage, loop, { dist, rounds, leaves, forMs, say, onEnd }) {
  const { ask, product } = stage;
  await product.api.stop();
  const whole = await startWhole(dist, product);
  onEnd(whole.stop);
  stage.servers.product.pid = whole.pid;
  const found = { without: [], with: [], seconds: [] };
  await loop.round('product', 4_000);
  for (let n = 0; n <= rounds; n++) {
    await settled(ask);
    const run = loop.begin('product', product.port);
    // Whoever waits for the batch must hear of a wrong answer too.
    const fault = run.done.then(() => undefined);
    const seconds = await Promise.race([batch(run, ask, { leaves, forMs }), fault]);
    const { sections } = await run.done;
    // The first meets code that nothing has compiled yet.
    if (n === 0) continue;
    found.without.push(sections.without.p99);
    found.with.push(sections.with.p99);
    found.seconds.push(seconds);
    say(`L2 ${n}/${rounds}: anchored in ${seconds.toFixed(1)} s`);
  }
  return [
    lineOf(
      'L2',
      0,
      medianRatio(found.with, found.without),
      ms(median(found.with)),
      `${ms(median(found.without))} without`,
    ),
  ];
}

async function batch(run, ask, { leaves, forMs }) {
  await sleep(300);
  run.section('without');
  await sleep(forMs);
  run.section('filling');
  const size = await sizeOf(ask);
  await fillJournal(ask, leaves, Date.now());
  run.section('with');
  const began = performance.now();
  await anchoredUpTo(ask, size + leaves);
  run.section('after');
  run.stop();
  return (performance.now() - began) / 1000;
}

const sizeOf = async (ask) => (await ask('select count(*)::int as size from log_leaf'))[0].size;

async function settled(ask) {
  await anchoredUpTo(ask, await sizeOf(ask));
  await ask('vacuum analyze journal, log_leaf, log_tile, log_checkpoint');
  await ask('checkpoint');
}

async function anchoredUpTo(ask, size) {
  for (const limit = performance.now() + 120_000; performance.now() < limit; await sleep(100)) {
    const [{ waiting, anchored }] = await ask(`select exists (select from journal) as waiting,
      coalesce((select max(tree_size)::int from anchor where state = 'final'), 0) as anchored`);
    if (!waiting && anchored >= size) return;
  }
  throw new Error(`${size} leaves were not anchored within two minutes`);
}
