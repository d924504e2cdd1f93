import { setTimeout as sleep } from 'node:timers/promises';
import type { Source } from '../log-audit/http-source.js';
import type { Lie } from '../log-audit/lie.js';
import type { LogMirror } from './log-mirror.js';

export interface Mirroring {
  /** Says that there is a newer checkpoint; copies it in its own time. */
  follow(note: string): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Keeps a mirror up with the newest checkpoint, one at a time; a log that does not answer is asked again. */
export function startMirroring(
  mirror: LogMirror,
  source: Source,
  told: { lie(found: Lie): void; fault(fault: unknown): void },
  pauseMs = 5_000,
): Mirroring {
  const stopping = new AbortController();
  let wanted: string | undefined;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (wanted !== undefined && !stopping.signal.aborted) {
      const note = wanted;
      try {
        const found = await mirror.follow(note, source);
        if (found) told.lie(found);
        if (wanted === note) wanted = undefined;
      } catch (fault) {
        told.fault(fault);
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    running = undefined;
  };
  return {
    follow: (note) => {
      wanted = note;
      running ??= run();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
