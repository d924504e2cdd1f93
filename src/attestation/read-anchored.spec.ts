import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LedgerChain } from './chain.js';
import { readAnchored } from './read-anchored.js';
import { openProvider } from './rpc-provider.js';
import { type LedgerFixture, startLedger } from './testing/ledger.fixture.js';

describe(readAnchored.name, () => {
  let f: LedgerFixture;
  let anchored: { size: number; hash: string }[];
  beforeAll(async () => {
    f = await startLedger();
    for (const count of [3, 4, 5]) {
      await f.append(count);
      for (let round = 0; round < 5; round++) {
        await f.worker().tick();
        await f.chain.mine();
      }
    }
    anchored = await f.events();
  });
  afterAll(() => f.close());

  const opened = () => openProvider(f.chain.url, f.chain.chainId);
  const on = (provider: ReturnType<typeof opened>, contract = f.ledgerChain.contract) =>
    new LedgerChain(provider, f.chain.chainId, contract, f.ledgerChain.logId);

  it('gives every anchor with the time of its block, and the block up to which it read', async () => {
    const { head, anchors } = await readAnchored(f.ledgerChain);
    expect(head.number).toBe(await f.chain.provider.getBlockNumber());
    expect(anchors.map(({ treeSize, transactionHash }) => ({ size: treeSize, hash: transactionHash }))).toEqual(
      anchored,
    );
    expect(anchors.map(({ previousTreeSize }) => previousTreeSize)).toEqual([0, 3, 7]);
    for (const { blockNumber, blockTime } of anchors) {
      const block = await f.chain.provider.getBlock(blockNumber);
      expect(Date.parse(blockTime)).toBe(block!.timestamp * 1000);
    }
  });

  it('asks for shorter ranges when the node refuses long ones', async () => {
    const provider = opened();
    const whole = provider.getLogs.bind(provider);
    const asked = jest.spyOn(provider, 'getLogs').mockImplementation(async (filter) => {
      const { fromBlock, toBlock } = filter as { fromBlock: number; toBlock: number };
      if (toBlock - fromBlock >= 3) throw new Error('too many blocks');
      return whole(filter);
    });
    expect((await readAnchored(on(provider))).anchors).toEqual((await readAnchored(f.ledgerChain)).anchors);
    expect(asked.mock.calls.length).toBeGreaterThan(3);
    asked.mockRejectedValue(new Error('never'));
    await expect(readAnchored(on(provider))).rejects.toThrow('never');
    provider.destroy();
  });

  it('throws where there is no contract, on another chain, and when the chain changes under it', async () => {
    await expect(readAnchored(on(opened(), `0x${'12'.repeat(20)}`))).rejects.toThrow('no contract');
    const other = new LedgerChain(opened(), 1, f.ledgerChain.contract, f.ledgerChain.logId);
    await expect(readAnchored(other)).rejects.toThrow(`serves chain ${f.chain.chainId}, not 1`);
    const provider = opened();
    jest
      .spyOn(provider, 'getBlock')
      .mockImplementation(async () => ({ number: 2, hash: String(Math.random()) }) as never);
    jest.spyOn(provider, 'getLogs').mockResolvedValue([]);
    await expect(readAnchored(on(provider))).rejects.toThrow('reorganised');
  });
});
