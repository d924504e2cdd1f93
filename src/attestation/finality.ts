import { readFile } from 'node:fs/promises';
import type { Provider } from 'ethers';

/**
 * When a block is settled. The caller has just read the block as part of the canonical chain; an answer of true is for
 * good. May run concurrently; throws when the chain does not answer.
 */
export interface Finality {
  isFinal(block: { number: number; hash: string }): Promise<boolean>;
}

/** Settled under `depth` further blocks: for chains that name no final block, or whose tags can't be relied on. */
export function depthFinality(provider: Provider, depth: number): Finality {
  return { isFinal: async (block) => (await provider.getBlockNumber()) - block.number >= depth };
}

/**
 * Settled when it is in the state dump that the embedded node would start from. The file `{ blockNumber, blockHash }` is
 * replaced by the node's supervisor after each dump; a file of another chain settles nothing.
 */
export function fileFinality(provider: Provider, path: string): Finality {
  return {
    isFinal: async (block) => {
      const text = await readFile(path, 'utf8').catch((fault: NodeJS.ErrnoException) => {
        if (fault.code === 'ENOENT') return undefined;
        throw fault;
      });
      if (text === undefined) return false;
      const kept = JSON.parse(text) as { blockNumber: number; blockHash: string };
      if (block.number > kept.blockNumber) return false;
      return (await provider.getBlock(kept.blockNumber))?.hash === kept.blockHash;
    },
  };
}

/** Reads the setting `depth:N` or `file:PATH`. */
export function openFinality(setting: string, provider: Provider): Finality {
  const [kind, value] = [setting.slice(0, setting.indexOf(':')), setting.slice(setting.indexOf(':') + 1)];
  if (kind === 'depth' && /^\d+$/.test(value)) return depthFinality(provider, Number(value));
  if (kind === 'file' && value !== '') return fileFinality(provider, value);
  throw new Error('finality is depth:N or file:PATH');
}
