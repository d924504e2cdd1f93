import { startAnvil, type TestChain } from '../../contracts/testing/anvil.js';
import type { Random } from './random.js';

export interface DrillChain {
  node: TestChain;
  reorganisations: number;
  /** Goes on mining and reorganises no more. */
  calm(): void;
  end(): Promise<void>;
}

export const blockMs = 120;
/** Blocks after which a worker takes one for settled; no reorganisation goes as deep. */
export const finalityDepth = 3;

/** A chain that mines by itself, and now and then gives up its last one or two blocks with all that was in them. */
export async function startDrillChain(random: Random, options: { reorganises: boolean }): Promise<DrillChain> {
  const node = await startAnvil();
  const chain: DrillChain = { node, reorganisations: 0, calm, end };
  let [ended, calmed] = [false, !options.reorganises];
  const round = async () => {
    await node.mine();
    if (calmed || random.next() > 0.04) return;
    const height = Number(await node.provider.send('eth_blockNumber', []));
    const depth = 1 + random.below(finalityDepth - 1);
    if (height <= 20) return;
    await node.provider.send('anvil_reorg', [depth, []]);
    chain.reorganisations += 1;
  };
  const loop = (async () => {
    while (!ended) {
      await round();
      await new Promise((resolve) => setTimeout(resolve, blockMs));
    }
  })();
  function calm() {
    calmed = true;
  }
  async function end() {
    ended = true;
    await loop.catch(() => undefined);
    await node.kill();
  }
  return chain;
}
