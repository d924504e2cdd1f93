/** A part that can die under us and be brought back. */
export interface SupervisedPart {
  name: string;
  isAlive(): boolean;
  restart(): Promise<void>;
}

export interface SuperviseOptions {
  /** one line for the operator */
  warn(line: string): void;
  /** the part did not come back; the run should end */
  giveUp(name: string, cause: unknown): void;
  /** between two looks (default 200) */
  everyMs?: number;
  /** how long to try before giving up (default two minutes) */
  limitMs?: number;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;

/**
 * Watches parts and restarts one that dies, at once and then with pauses that double up to 5 s. Parts do not wait for
 * each other.
 * @returns a function that ends the watch and waits for a restart under way; call it before stopping the parts
 */
export function supervise(parts: SupervisedPart[], options: SuperviseOptions): () => Promise<void> {
  const watch = { ended: false, wake: new Set<() => void>() };
  const loops = parts.map((part) => keep(part, options, watch));
  return async () => {
    watch.ended = true;
    for (const wake of watch.wake) wake();
    await Promise.all(loops);
  };
}

interface Watch {
  ended: boolean;
  wake: Set<() => void>;
}

async function keep(part: SupervisedPart, options: SuperviseOptions, watch: Watch): Promise<void> {
  while (!watch.ended) {
    await pause(options.everyMs ?? 200, watch);
    if (watch.ended || part.isAlive()) continue;
    options.warn(`${part.name} died; starting it again.`);
    const cause = await bringBack(part, options, watch);
    if (cause === undefined) continue;
    options.giveUp(part.name, cause);
    return;
  }
}

// Answers what went wrong last when the part does not come back.
async function bringBack(part: SupervisedPart, options: SuperviseOptions, watch: Watch): Promise<unknown> {
  const limit = performance.now() + (options.limitMs ?? 120_000);
  for (let wait = firstPauseMs; !watch.ended; wait = Math.min(2 * wait, longestPauseMs)) {
    try {
      await part.restart();
      options.warn(`${part.name} is back.`);
      return undefined;
    } catch (cause) {
      if (performance.now() + wait > limit) return cause ?? new Error('unknown');
      await pause(wait, watch);
    }
  }
  return undefined;
}

function pause(ms: number, watch: Watch): Promise<void> {
  if (watch.ended) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      watch.wake.delete(done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    watch.wake.add(done);
  });
}
