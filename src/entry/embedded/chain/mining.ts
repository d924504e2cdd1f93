import type { ChainCall } from './rpc.js';

export interface MiningOptions {
  /** of the node that lives now: it may be another after a restart */
  call(): ChainCall;
  /** between two looks into the pool (default 50) */
  everyMs?: number;
  /** after a block was mined */
  onMined?(): void;
  /** after each look; nothing is mined until it returns */
  meanwhile?(): Promise<void>;
}

/**
 * Mines a block whenever the pool holds a transaction that can be mined. Driven from outside, since the node's own
 * automatic mining gets stuck with concurrent senders, and a state dump beside it is torn.
 * @returns a function that ends the loop and waits for its last round
 */
export function driveMining(options: MiningOptions): () => Promise<void> {
  let ended = false;
  let wake = () => {};
  const loop = (async () => {
    while (!ended) {
      try {
        const call = options.call();
        const pool = await call<{ pending: string }>('txpool_status');
        if (Number(pool.pending) > 0) {
          await call('evm_mine');
          options.onMined?.();
        }
        await options.meanwhile?.();
      } catch {
        // The node is away; whoever keeps it brings it back.
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, options.everyMs ?? 50);
      });
    }
  })();
  return async () => {
    ended = true;
    wake();
    await loop;
  };
}
