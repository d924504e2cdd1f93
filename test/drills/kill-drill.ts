import { once } from 'node:events';
import { eventually, type RunningRegistry, startRegistry } from '../support/registry.js';
import { Api } from './api.js';
import { auditStored, auditWhole, counts, requireDurable, waiting } from './audit.js';
import { auditChain } from './audit-chain.js';
import { auditReceipts, each } from './audit-receipts.js';
import { type LoadParts, startLoad, verifyOne } from './load.js';
import { seeded } from './random.js';
import { newRecord, type Record, violation } from './record.js';
import { kill, type Victim } from './victims.js';

export interface DrillOptions {
  kills: number;
  seed: number;
  /** what is killed in turn, each round shuffled anew */
  of: readonly Victim[];
  say(line: string): void;
}

export interface DrillResult {
  violations: string[];
  acknowledged: number;
  summary: string;
}

/**
 * Kills every process of a registry in turn at random moments, under load, and sees whether a promise breaks: everything
 * acknowledged is there, verifies, is logged and anchored once.
 */
export async function killDrill(options: DrillOptions): Promise<DrillResult> {
  const { say, kills, seed, of } = options;
  const begun = performance.now();
  const random = seeded(seed);
  const order = Array.from({ length: Math.ceil(kills / of.length) }, () => random.shuffled(of)).flat();
  const record = newRecord();
  let kept = true;
  let registry = await startRegistry();
  say(`seed ${seed}; ready in ${since(begun)} s; data in ${registry.folder}`);
  try {
    const { demo } = registry;
    await requireDurable(demo);
    const before = await counts(demo);
    const parts: LoadParts = { api: new Api(demo, record), demo, record, random: seeded(seed + 1), lanes: 8 };
    const load = startLoad(parts);
    for (const [n, victim] of order.slice(0, kills).entries()) {
      await pause(200 + random.below(3_000));
      const seen = record.acknowledged.length;
      const pid = kill(registry, victim, random);
      const killed = performance.now();
      const killedRegistry = registry;
      registry = await serveAgain(registry, victim);
      if (killedRegistry !== registry) noteFaults(killedRegistry, record);
      const away = since(killed);
      await auditNow(parts);
      say(`${n + 1}: ${victim} ${pid} killed after ${seen} licences; serves after ${away} s`);
      requireLife(registry, record);
    }
    await load.end();
    say(`load ended: ${record.acknowledged.length} licences, ${record.changes} changes; waiting for the chain`);
    await eventually(async () => (await waiting(demo)) === 0, 120_000);
    const { leaves } = await auditWhole(demo, record, before);
    const anchors = await auditChain(demo, record, leaves);
    await auditReceipts(parts, anchors);
    await auditWhole(demo, record, before);
    noteFaults(registry, record);
    kept = record.violations.length > 0;
    return {
      violations: record.violations,
      acknowledged: record.acknowledged.length,
      summary: summary(anchors.length, leaves),
    };
  } finally {
    if (kept) say(`data kept in ${registry.folder}`);
    // Parts of one that died are still there: whoever starts again takes them over, and ends them.
    const { folder, port } = registry;
    const last = isDead(registry) ? await startRegistry({ folder, port }) : registry;
    await (kept ? last.stop() : last.remove());
  }

  function summary(anchors: number, leaves: number): string {
    const answers = [...record.answers].map(([status, count]) => `${status}: ${count}`).join(', ');
    return (
      `kill drill, seed ${seed}: ${kills} kills, ${record.acknowledged.length} licences and ${record.changes} changes acknowledged, ` +
      `${record.retried} requests retried under their key, ${leaves} leaves under ${anchors} anchors, ${record.verified} verdicts, ` +
      `${record.violations.length} violations in ${since(begun)} s (answers ${answers})`
    );
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const since = (begun: number) => ((performance.now() - begun) / 1000).toFixed(1);

/** After a kill of the application it is started as its operator would; everything else must come back by itself. */
async function serveAgain(registry: RunningRegistry, victim: Victim): Promise<RunningRegistry> {
  const { folder, port, process: app } = registry;
  let serving = registry;
  if (victim === 'app') {
    if (app.exitCode === null && app.signalCode === null) await once(app, 'exit');
    serving = await startRegistry({ folder, port });
  }
  await serves(serving);
  return serving;
}

async function serves(registry: RunningRegistry): Promise<void> {
  const { port, printed } = registry;
  let told = 'nothing';
  const ready = async () => {
    const address = `http://127.0.0.1:${port}/health/ready`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch((cause: unknown) =>
      String(cause),
    );
    told = typeof answer === 'string' ? answer : `${answer.status} ${await answer.text()}`;
    return told.startsWith('200');
  };
  const dead = () => isDead(registry);
  await eventually(async () => dead() || ready(), 60_000).catch((cause: unknown) => {
    throw new Error(`it does not serve again, health says ${told}, it printed:\n${printed()}`, { cause });
  });
  if (dead()) throw new Error(`it ended by itself, it printed:\n${printed()}`);
}

/** A fault that the application did not expect, in its own log. */
function noteFaults({ printed }: RunningRegistry, record: Record): void {
  for (const line of printed().split('\n'))
    if (line.includes('internal-fault') || line.includes('unhandled'))
      violation(record, `the application logged ${line}`);
}

async function auditNow(parts: LoadParts): Promise<void> {
  const { record, demo } = parts;
  const acknowledged = [...record.acknowledged];
  await auditStored(demo, record, acknowledged);
  await each(acknowledged.slice(-100), 4, (licence) => verifyOne(parts, licence));
}

function requireLife(registry: RunningRegistry, record: Record): void {
  if (isDead(registry)) violation(record, `the application ended by itself:\n${registry.printed()}`);
}

function isDead({ process: app }: RunningRegistry): boolean {
  return app.exitCode !== null || app.signalCode !== null;
}
