import type { BaseWallet } from 'ethers';
import type { Pool } from 'pg';
import type { CryptoPort } from '../core/index.js';
import { type Clock, type Log, rfc3339 } from '../platform/index.js';
import type { ChainNode } from './chain-nodes.js';
import { ChainWatch } from './chain-watch.js';
import { type ConfirmOutcome, confirm } from './confirm.js';
import { integrate } from './integrate.js';
import { LedgerFault } from './ledger-fault.js';
import { LedgerMeter } from './ledger-meter.js';
import type { LogKey } from './log-key.js';
import { LogProofs } from './proofs.js';
import { type PublishOutcome, publish } from './publish.js';
import { sequence } from './sequence.js';

/** Where the log is anchored. */
export interface ChainParts {
  /** In the order in which they are preferred; one round of work asks one of them. */
  nodes: readonly ChainNode[];
  /** Pays and signs; alone in using its account. */
  anchorer: BaseWallet;
  /** see `publish`; 1 s unless told */
  minIntervalMs?: number;
  /** see `confirm`; 5 minutes unless told */
  stuckAfterMs?: number;
}

export interface WorkerParts {
  /** of the role *worker* */
  pool: Pool;
  key: LogKey;
  crypto: CryptoPort;
  clock: Clock;
  log: Log;
  /** Without it the log grows and is signed, and waits to be anchored. */
  ledger?: ChainParts;
}

export type Verb = 'sequence' | 'integrate' | 'publish' | 'confirm' | 'recheck';

export interface VerbState {
  state: 'ok' | 'failing' | 'unknown';
  /** RFC 3339, of the last run */
  asOf?: string;
  /** consecutive failures */
  failures: number;
}

/** What one run of each verb did; `failed` was logged, and is tried again by the next tick. */
export interface Tick {
  sequence: number | 'failed';
  integrate: number | 'failed';
  confirm: ConfirmOutcome | 'failed' | 'no-chain';
  publish: PublishOutcome | 'failed' | 'no-chain';
}

/**
 * The four verbs of the ledger, each on its own: what fails is logged and leaves the others at work, so that a chain that
 * stands still stops neither sequencing nor integrating. Only a LedgerFault passes through: it must stop the worker.
 */
export class AttestationWorker {
  private readonly states = new Map<Verb, VerbState>();
  private readonly proofs: LogProofs;
  private readonly meter: LedgerMeter;
  private readonly watch: ChainWatch | undefined;

  constructor(private readonly parts: WorkerParts) {
    const { pool, crypto, clock, log, ledger } = parts;
    this.proofs = new LogProofs(pool, crypto);
    this.meter = new LedgerMeter(pool, clock);
    this.watch = ledger && new ChainWatch(pool, ledger.nodes, clock, log);
  }

  /** Runs every verb once, in the order of the flow. @throws LedgerFault */
  async tick(): Promise<Tick> {
    return { ...(await this.tickLog()), ...(await this.tickChain()) };
  }

  /** Sequence and integrate, once. @throws LedgerFault */
  async tickLog(): Promise<Pick<Tick, 'sequence' | 'integrate'>> {
    const { pool, key, crypto } = this.parts;
    await this.meter.read();
    return {
      sequence: await this.run('sequence', () => sequence(pool)),
      integrate: await this.run('integrate', () => integrate({ pool, key, crypto })),
    };
  }

  /** Confirm, then publish, once: what just became final makes room for the next. @throws LedgerFault */
  async tickChain(): Promise<Pick<Tick, 'confirm' | 'publish'>> {
    const { watch } = this;
    const { ledger, ...parts } = this.parts;
    if (!ledger || !watch) return { confirm: 'no-chain', publish: 'no-chain' };
    const stuckAfterMs = ledger.stuckAfterMs ?? 300_000;
    const minIntervalMs = ledger.minIntervalMs ?? 1_000;
    if (watch.isDue()) await this.run('recheck', () => watch.recheck());
    const node = await watch.choose();
    const given = { ...parts, ...node, anchorer: ledger.anchorer };
    const done = {
      confirm: await this.run('confirm', () => confirm({ ...given, stuckAfterMs })),
      publish: await this.run('publish', () => publish({ ...given, minIntervalMs, proofs: this.proofs })),
    };
    if (Object.values(done).includes('failed')) watch.failed(node);
    return done;
  }

  /** How each verb fared last, for whoever watches. */
  state(verb: Verb): VerbState {
    return this.states.get(verb) ?? { state: 'unknown', failures: 0 };
  }

  private async run<T>(verb: Verb, work: () => Promise<T>): Promise<T | 'failed'> {
    const { clock, log } = this.parts;
    try {
      const done = await work();
      this.states.set(verb, { state: 'ok', asOf: rfc3339(clock()), failures: 0 });
      return done;
    } catch (fault) {
      const failures = this.state(verb).failures + 1;
      this.states.set(verb, { state: 'failing', asOf: rfc3339(clock()), failures });
      if (fault instanceof LedgerFault) {
        // Whole: it is the evidence.
        log.fatal({ verb, evidence: fault.message, err: fault }, 'settled history reads differently');
        throw fault;
      }
      // A node that is down for hours says so once a doubling, not once a try.
      if (Number.isInteger(Math.log2(failures))) log.warn({ verb, failures, err: fault }, 'verb failed');
      return 'failed';
    }
  }
}
