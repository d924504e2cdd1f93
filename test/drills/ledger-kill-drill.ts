import { checkLedger, type LedgerFigures, settled } from './ledger-check.js';
import { startAppending } from './ledger-load.js';
import { type Stage, setLedgerStage } from './ledger-stage.js';
import { type Step, steps, Trap } from './ledger-steps.js';
import { wireToChain, wireToDatabase } from './ledger-wires.js';
import { startWorkerProcess, type WorkerProcess } from './ledger-worker.js';
import { type Random, seeded } from './random.js';

export interface LedgerKillOptions {
  kills: number;
  seed: number;
  /** The chain gives up blocks now and then, and answers get lost on the way. */
  rough: boolean;
  say(line: string): void;
}

export interface LedgerDrillResult {
  violations: string[];
  kills: Map<string, number>;
  figures: LedgerFigures;
  reorganisations: number;
  lostAnswers: number;
}

/** A worker that never comes to the step is killed where it is after so long. */
const patienceMs = 20_000;

/**
 * Kills the product's worker at every step between sequence and confirm, in turn, while entries are appended; lets a last one
 * finish, and holds log and chain against what was appended.
 */
export async function ledgerKillDrill(options: LedgerKillOptions): Promise<LedgerDrillResult> {
  const { seed, rough, say } = options;
  const random = seeded(seed);
  const stage = await setLedgerStage(seeded(seed + 1), { reorganises: rough });
  const run = new KillRun(stage, random, options);
  const acts: (() => unknown)[] = [() => stage.close()];
  try {
    const wires = {
      database: await wireToDatabase(stage.databasePort, run.trap),
      chain: await wireToChain(stage.chain.node.url, run.trap, (method) => run.loses(method)),
    };
    acts.push(() => [wires.database.close(), wires.chain.close()]);
    const env = stage.workerEnv({ database: wires.database.port, chain: wires.chain.port });
    const load = startAppending(stage.service, seeded(seed + 2), { most: 40 });
    acts.push(() => load.end().catch(() => undefined));
    const order = Array.from({ length: Math.ceil(options.kills / steps.length) }, () => random.shuffled(steps)).flat();
    for (const [n, step] of order.slice(0, options.kills).entries()) {
      const began = performance.now();
      const at = await run.killAt(step, env);
      say(`${n + 1}: killed at “${at}” after ${Math.round(performance.now() - began)} ms`);
    }
    await load.end();
    stage.chain.calm();
    run.calm = true;
    const last = startWorkerProcess(env);
    acts.push(() => last.stop());
    await settled(stage).catch((cause: unknown) => {
      throw new Error(`with a worker that printed:\n${last.printed()}`, { cause });
    });
    await last.stop();
    const figures = await checkLedger(stage, load.entries, (violation) => run.violations.push(violation));
    const { violations, kills, lostAnswers } = run;
    return { violations, kills, figures, lostAnswers, reorganisations: stage.chain.reorganisations };
  } finally {
    for (let act = acts.pop(); act; act = acts.pop()) await act();
  }
}

class KillRun {
  readonly trap = new Trap();
  readonly kills = new Map<string, number>();
  readonly violations: string[] = [];
  lostAnswers = 0;
  calm = false;

  constructor(
    private readonly stage: Stage,
    private readonly random: Random,
    private readonly options: LedgerKillOptions,
  ) {}

  /** Whether the answer to a call is to be lost. */
  loses(method: string): boolean {
    if (!this.options.rough || this.calm) return false;
    const lost = this.random.next() < (method === 'eth_sendRawTransaction' ? 0.2 : 0.01);
    if (lost) this.lostAnswers += 1;
    return lost;
  }

  /** Starts a worker and kills it at the step. Answers where it was killed. */
  async killAt(step: Step, env: Record<string, string>): Promise<string> {
    const worker = startWorkerProcess(env);
    let at = '';
    const kill = (where: string) => {
      at ||= where;
      worker.kill();
    };
    if (step.wire !== 'clock') this.trap.arm(step, () => kill(step.says));
    const late = step.wire === 'clock' ? 300 + this.random.below(2_500) : patienceMs;
    const timer = setTimeout(() => kill(step.wire === 'clock' ? step.says : 'not reached'), late);
    await this.end(worker);
    clearTimeout(timer);
    this.trap.disarm();
    this.kills.set(at, (this.kills.get(at) ?? 0) + 1);
    return at;
  }

  private async end(worker: WorkerProcess): Promise<void> {
    if (await worker.gone) return;
    const height = await this.stage.chain.node.provider.getBlockNumber();
    this.violations.push(`a worker ended by itself at block ${height}, it printed:\n${worker.printed()}`);
    if (this.violations.length > 2) throw new Error(this.violations.join('\n'));
  }
}
