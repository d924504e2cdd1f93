import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAnvil, type TestChain } from '../../contracts/testing/anvil.js';
import { type Finality, openFinality } from './finality.js';

describe('finality', () => {
  let chain: TestChain;
  let folder: string;
  beforeAll(async () => {
    chain = await startAnvil();
    folder = mkdtempSync(join(tmpdir(), 'elicence-finality-'));
    for (let block = 0; block < 5; block++) await chain.mine();
  });
  afterAll(async () => {
    await chain.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const finalBlocks = async (finality: Finality) => {
    const final: number[] = [];
    for (let number = 0; number <= 5; number++) {
      const block = await chain.provider.getBlock(number);
      if (await finality.isFinal({ number, hash: block!.hash! })) final.push(number);
    }
    return final;
  };

  it('by depth: so many blocks on top', async () => {
    expect(await finalBlocks(openFinality('depth:2', chain.provider))).toEqual([0, 1, 2, 3]);
    expect(await openFinality('depth:9', chain.provider).settledHeight()).toBe(-4);
    expect(await finalBlocks(openFinality('depth:0', chain.provider))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await finalBlocks(openFinality('instant', chain.provider))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('by file: up to the block that is on disk, when the node still has that very block', async () => {
    const path = join(folder, 'final: of 1.json');
    const finality = openFinality(`file:${path}`, chain.provider);
    expect(await finalBlocks(finality)).toEqual([]);
    const kept = (await chain.provider.getBlock(3))!;
    writeFileSync(path, JSON.stringify({ blockNumber: 3, blockHash: kept.hash }));
    expect(await finalBlocks(finality)).toEqual([0, 1, 2, 3]);
    writeFileSync(path, JSON.stringify({ blockNumber: 3, blockHash: `0x${'5'.repeat(64)}` }));
    expect(await finalBlocks(finality)).toEqual([]);
    writeFileSync(path, '{ torn');
    await expect(finalBlocks(finality)).rejects.toThrow();
  });

  it('by nothing else', () => {
    for (const wrong of ['depth:', 'depth:-1', 'depth:x', 'file:', 'finalized', '']) {
      expect(() => openFinality(wrong, chain.provider)).toThrow('depth:N, file:PATH or instant');
    }
  });
});
