import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerFault } from './ledger-fault.js';
import type { AttestationWorker } from './worker.js';

export interface RunOptions {
  /** Pause after a run that left nothing to do, and unit of the back-off after a failure; 200 ms unless told. */
  pauseMs?: number;
  /** Longest pause after failures in a row; 15 s unless told. */
  maxPauseMs?: number;
  /** Settled history reads differently: the worker has stopped for good. */
  onFatal(fault: LedgerFault): void;
}

/** A running worker. */
export interface RunningWorker {
  /** Lets the verbs that run end, and resolves when they have. */
  stop(): Promise<void>;
}

/** Runs the log's verbs and the chain's side by side until stopped: neither waits for the other. */
export function runWorker(worker: AttestationWorker, options: RunOptions): RunningWorker {
  const pauseMs = options.pauseMs ?? 200;
  const maxPauseMs = options.maxPauseMs ?? 15_000;
  const stopping = new AbortController();

  const lane = async (round: () => Promise<Record<string, unknown>>): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const outcome = await round();
      failures = Object.values(outcome).includes('failed') ? failures + 1 : 0;
      const pause = Math.min(maxPauseMs, pauseMs * 2 ** Math.min(failures, 16));
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const fatal = (fault: LedgerFault): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    options.onFatal(fault);
  };
  const lanes = [lane(() => worker.tickLog()).catch(fatal), lane(() => worker.tickChain()).catch(fatal)];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(lanes);
    },
  };
}
