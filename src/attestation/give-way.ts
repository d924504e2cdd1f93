import { setTimeout as sleep } from 'node:timers/promises';

/** Under this share of the time the process counts as idle. */
const idle = 0.2;
const longestRestMs = 250;

/**
 * Does a piece of work that waits for the database, and then rests up to twice as long as it took, the longer the more this
 * process had to do for others meanwhile. Whoever is served beside the worker would else wait behind a whole batch: for the
 * processor, which the database needs too.
 */
export async function givingWay<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const loop = performance.eventLoopUtilization();
  const done = await work();
  const share = performance.eventLoopUtilization(loop).utilization;
  const rest = share < idle ? 0 : Math.min(longestRestMs, 2 * share * (performance.now() - began));
  if (rest >= 1) await sleep(rest);
  return done;
}
