#!/usr/bin/env node
// `npm run bench:burst [-- --quick]`: a thousand different licences' PDFs asked for at once while verifications go on at a fixed
// rate. Verification without and with the burst, memory, PDFs a second, in one run. A wrong answer fails the run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { alone } from '../bin/lib/alone.mjs';
import { ensureBuilt } from '../bin/lib/build.mjs';
import { burstReport } from './lib/burst-report.mjs';
import { startChild } from './lib/child.mjs';
import { jsonLines } from './lib/credentials.mjs';
import { newFolder } from './lib/folder.mjs';
import { setStage } from './lib/stage.mjs';
import { watchMemory } from './lib/watch-memory.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    pdfs: { type: 'string' },
    credentials: { type: 'string' },
    /** verifications a second */
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '32' },
    /** a build to measure instead of `dist`, which is brought up to date first */
    dist: { type: 'string' },
  },
});
const options = {
  pdfs: Number(given.pdfs ?? (given.quick ? 100 : 1_000)),
  // More than the product's memo of checked signatures holds (20,000), as in V1.
  credentials: Number(given.credentials ?? (given.quick ? 1_000 : 21_000)),
  perSecond: Number(given.rate),
  forMs: Number(given.seconds ?? (given.quick ? 10 : 40)) * 1000,
  connections: Number(given.connections),
  // The thread in which pages are laid out ends after an idle minute.
  restMs: 75_000,
};
const began = performance.now();
const say = (line) =>
  process.stderr.write(`burst ${((performance.now() - began) / 1000).toFixed(0).padStart(3)} s: ${line}\n`);
const acts = [];
const onEnd = (act) => acts.push(act);
const end = async () => {
  for (let act = acts.pop(); act; act = acts.pop()) await Promise.resolve(act()).catch((fault) => say(String(fault)));
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end().then(() => process.exit(130)));

async function identifiersOf(file, amount) {
  const found = [];
  for await (const { identifier } of jsonLines(file)) {
    found.push(identifier);
    // The first one is revoked: no carrier is made of it any more.
    if (found.length === amount + 1) break;
  }
  if (found.length <= amount) throw new Error(`only ${found.length} licences for ${amount} PDFs`);
  return found.slice(1);
}

try {
  if (!given.dist) await alone(root.replace(/\/$/, ''), () => ensureBuilt(root.replace(/\/$/, '')));
  const dist = resolve(given.dist ?? join(root, 'dist'));
  const stage = await setStage({ ...options, connections: 64, dist, folder: newFolder(onEnd), say, onEnd });
  const { pid, port } = stage.servers.product;
  const [verifying, asking] = await Promise.all(
    ['load/open-loop.mjs', 'load/burst.mjs'].map((program) => startChild(program, [], { awaitPort: false })),
  );
  onEnd(() => Promise.all([verifying.stop(), asking.stop()]));
  let from = 0;
  const verify = async (limits) => {
    const { connections, perSecond } = options;
    const job = { kind: 'verify', file: stage.files.presented, from: from % stage.count, port, connections, perSecond };
    const { done } = await verifying.ask({ job: { ...job, ...limits } });
    from += done.asked;
    return done;
  };
  const memory = watchMemory(pid);
  onEnd(memory.stop);
  say('warming up');
  await verify({ forMs: options.forMs / 2 });
  say(`verifying without, ${options.perSecond} a second`);
  const before = await verify({ forMs: options.forMs });
  const restBefore = memory.since();
  say(`${options.pdfs} PDFs at once`);
  const identifiers = await identifiersOf(stage.files.issued, options.pdfs);
  const during = verify({});
  during.catch(() => undefined);
  // The API alone knows no secret of a demo client: the token from before must do, which lives ten minutes.
  const job = { port, token: stage.token, identifiers, again: 50 };
  const { done: burst } = await asking.ask({ job });
  verifying.tell({ stop: true });
  const withBurst = await during;
  const peak = memory.since();
  say('verifying without, once more');
  const after = await verify({ forMs: options.forMs });
  await sleep(options.restMs - options.forMs);
  const atRest = memory.now();
  const text = burstReport({ before, withBurst, after, burst, memory: { before: restBefore, peak, atRest } }, options);
  const results = join(root, 'bench', 'results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'burst.md'), text);
  process.stdout.write(text);
} catch (fault) {
  say(fault instanceof Error ? fault.stack : String(fault));
  process.exitCode = 1;
} finally {
  await end();
}
