import { eventually } from '../support/registry.js';
import { checkLedger, finalAnchors, type LedgerFigures, settled } from './ledger-check.js';
import { startAppending } from './ledger-load.js';
import { setLedgerStage } from './ledger-stage.js';
import { Trap } from './ledger-steps.js';
import { wireToChain } from './ledger-wires.js';
import { startWorkerProcess } from './ledger-worker.js';
import { seeded } from './random.js';

export interface TwoWorkersOptions {
  seconds: number;
  seed: number;
  say(line: string): void;
}

export interface TwoWorkersResult {
  violations: string[];
  figures: LedgerFigures;
  /** Transactions that each of them sent, again or first. */
  sent: number[];
  reorganisations: number;
  lostAnswers: number;
}

/**
 * Lets two of the product's workers loose on one log under load, on a chain that gives up blocks and with answers that get
 * lost, and holds log and chain against what was appended.
 */
export async function twoWorkersDrill({ seconds, seed, say }: TwoWorkersOptions): Promise<TwoWorkersResult> {
  const random = seeded(seed);
  const stage = await setLedgerStage(seeded(seed + 1), { reorganises: true });
  const acts: (() => unknown)[] = [() => stage.close()];
  const violations: string[] = [];
  const sent = [0, 0];
  let [calm, lostAnswers] = [false, 0];
  const loses = (method: string, of: number): boolean => {
    if (method === 'eth_sendRawTransaction') sent[of] = (sent[of] ?? 0) + 1;
    const lost = !calm && random.next() < (method === 'eth_sendRawTransaction' ? 0.1 : 0.005);
    if (lost) lostAnswers += 1;
    return lost;
  };
  try {
    const load = startAppending(stage.service, seeded(seed + 2), { most: 60 });
    acts.push(() => load.end().catch(() => undefined));
    const workers = await Promise.all(
      sent.map(async (_, of) => {
        const wire = await wireToChain(stage.chain.node.url, new Trap(), (method) => loses(method, of));
        acts.push(() => wire.close());
        const env = stage.workerEnv({ database: stage.databasePort, chain: wire.port });
        const worker = startWorkerProcess(env);
        acts.push(() => worker.stop());
        void worker.gone.then((asked) => {
          if (!asked) violations.push(`worker ${of + 1} ended by itself, it printed:\n${worker.printed()}`);
        });
        return worker;
      }),
    );
    const end = performance.now() + seconds * 1000;
    for (let told = performance.now(); performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(500, seconds * 100)));
      if (performance.now() - told < 60_000) continue;
      told = performance.now();
      say(
        `${Math.round((end - told) / 1000)} s left: ${load.entries.length} entries, sent ${sent.join(' and ')} times`,
      );
    }
    // On a busy machine the time may be over before anything was anchored under load.
    await eventually(async () => (await finalAnchors(stage)) > 1, 90_000);
    await load.end();
    stage.chain.calm();
    calm = true;
    await settled(stage).catch((cause: unknown) => {
      throw new Error(workers.map((worker) => worker.printed()).join('\n—\n'), { cause });
    });
    await Promise.all(workers.map((worker) => worker.stop()));
    const figures = await checkLedger(stage, load.entries, (violation) => violations.push(violation));
    return { violations, figures, sent, lostAnswers, reorganisations: stage.chain.reorganisations };
  } finally {
    for (let act = acts.pop(); act; act = acts.pop()) await act();
  }
}
