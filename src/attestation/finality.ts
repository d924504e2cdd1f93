import { readFile } from 'node:fs/promises';
import type { Provider } from 'ethers';

/** When a block is settled. May run concurrently; throws when the chain does not answer. */
export interface Finality {
  /** Height of the newest settled block among those that the node holds now; negative when there is none. */
  settledHeight(): Promise<number>;
  /** The caller has just read the block as part of the canonical chain; an answer of true is for good. */
  isFinal(block: { number: number; hash: string }): Promise<boolean>;
}

const byHeight = (settledHeight: () => Promise<number>): Finality => ({
  settledHeight,
  isFinal: async (block) => block.number <= (await settledHeight()),
});

/** Settled under `depth` further blocks: for chains that name no final block, or whose tags can't be relied on. */
export const depthFinality = (provider: Provider, depth: number): Finality =>
  byHeight(async () => (await provider.getBlockNumber()) - depth);

/** Settled when it is made: for chains whose validators agree on each block before it is one (QBFT, IBFT). */
export const instantFinality = (provider: Provider): Finality => depthFinality(provider, 0);

/**
 * Settled when it is in the state dump that the embedded node would start from. The file `{ blockNumber, blockHash }` is
 * replaced by the node's supervisor after each dump; a file of another chain settles nothing.
 */
export const fileFinality = (provider: Provider, path: string): Finality =>
  byHeight(async () => {
    const text = await readFile(path, 'utf8').catch((fault: NodeJS.ErrnoException) => {
      if (fault.code === 'ENOENT') return undefined;
      throw fault;
    });
    if (text === undefined) return -1;
    const kept = JSON.parse(text) as { blockNumber: number; blockHash: string };
    return (await provider.getBlock(kept.blockNumber))?.hash === kept.blockHash ? kept.blockNumber : -1;
  });

/** Reads the setting `depth:N`, `file:PATH` or `instant`. */
export function openFinality(setting: string, provider: Provider): Finality {
  if (setting === 'instant') return instantFinality(provider);
  const [kind, value] = [setting.slice(0, setting.indexOf(':')), setting.slice(setting.indexOf(':') + 1)];
  if (kind === 'depth' && /^\d+$/.test(value)) return depthFinality(provider, Number(value));
  if (kind === 'file' && value !== '') return fileFinality(provider, value);
  throw new Error('finality is depth:N, file:PATH or instant');
}
