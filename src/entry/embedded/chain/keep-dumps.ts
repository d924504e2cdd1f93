import { dumpState } from './dumps.js';
import type { ChainCall } from './rpc.js';

const quietMs = 300;
const longestMs = 3_000;
const longestRestMs = 5_000;

/** When the chain's state is put on disk. */
export interface DumpKeeper {
  /** a block was mined */
  noteBlock(): void;
  /** dumps if it is time; call it only while nothing is mined */
  whenDue(): Promise<void>;
  /** dumps at once; throws when it can't */
  now(): Promise<void>;
  /** dumps what is not on disk yet; warns when it can't */
  atEnd(): Promise<void>;
}

/**
 * Dumps once mining has been quiet for 0.3 s, or has gone on for 3 s, and never without a new block. A dump blocks the
 * node and grows with the chain, so dumping takes a sixth of the time at most, unless it takes
 * longer than a second: what nobody dumps is never final.
 */
export function keepDumps(options: { folder: string; call(): ChainCall; warn(line: string): void }): DumpKeeper {
  let firstBlock: number | undefined;
  let lastBlock = 0;
  let restUntil = 0;
  let warned = false;
  const now = async () => {
    const begun = performance.now();
    if (await dumpState(options.folder, options.call())) firstBlock = undefined;
    const took = performance.now() - begun;
    restUntil = performance.now() + Math.min(5 * took, longestRestMs);
    warned = false;
  };
  const warning = async () => {
    try {
      await now();
    } catch (cause) {
      restUntil = performance.now() + 1_000;
      const code = (cause as NodeJS.ErrnoException).code;
      // without a code the node went away meanwhile, which its keeper tells
      if (code && !warned)
        options.warn(
          `The chain's state can't be put on disk (${code}): free disk space; until then nothing new is final.`,
        );
      warned = true;
    }
  };
  return {
    noteBlock: () => {
      lastBlock = performance.now();
      firstBlock ??= lastBlock;
    },
    whenDue: async () => {
      const at = performance.now();
      if (firstBlock === undefined || at < restUntil) return;
      if (at - lastBlock >= quietMs || at - firstBlock >= longestMs) await warning();
    },
    now,
    atEnd: async () => {
      if (firstBlock !== undefined) await warning();
    },
  };
}
