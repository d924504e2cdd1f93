import { describe, expect, it } from '@jest/globals';
import type { TransactionReceipt } from 'ethers';
import { awaitReceipt } from './await-receipt.js';

const answering = (...answers: (Partial<TransactionReceipt> | null)[]) => {
  let asked = 0;
  return {
    asked: () => asked,
    getTransactionReceipt: async () => answers[Math.min(asked++, answers.length - 1)] as TransactionReceipt | null,
  };
};

describe(awaitReceipt.name, () => {
  it('asks until the transaction is mined, though no later block ever comes', async () => {
    const chain = answering(null, null, { status: 1, blockNumber: 7 });
    expect((await awaitReceipt(chain, '0x01', 1_000, 1)).blockNumber).toBe(7);
    expect(chain.asked()).toBe(3);
  });

  it('tells a reverted transaction and one that is not mined in time', async () => {
    await expect(awaitReceipt(answering({ status: 0 }), '0x01')).rejects.toThrow('0x01 was reverted');
    await expect(awaitReceipt(answering(null), '0x01', 20, 1)).rejects.toThrow('0x01 was not mined within 20 ms');
  });
});
