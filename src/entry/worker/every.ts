import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../platform/index.js';

/** Does `work` again and again, `pauseMs` after it ended; a failure is logged and tried again, more slowly. */
export function every(
  pauseMs: number,
  log: Log,
  name: string,
  work: () => Promise<unknown>,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        await work();
        failures = 0;
      } catch (err) {
        failures++;
        if (Number.isInteger(Math.log2(failures))) log.warn({ err, failures, work: name }, 'work failed');
      }
      const pause = Math.min(30_000, pauseMs * 2 ** Math.min(failures, 5));
      await sleep(Math.max(pauseMs, pause), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
