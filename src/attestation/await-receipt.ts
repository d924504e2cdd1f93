import { setTimeout as sleep } from 'node:timers/promises';
import type { TransactionReceipt } from 'ethers';

export interface ReceiptReader {
  getTransactionReceipt(hash: string): Promise<TransactionReceipt | null>;
}

/**
 * The receipt of a transaction that was sent, once it is mined. Asked for again and again: what ethers waits for is a *later
 * block* when the one that holds the transaction came between two of its looks, and a quiet chain makes no later block.
 *
 * @throws Error when the transaction was reverted or `timeoutMs` are over
 */
export async function awaitReceipt(
  provider: ReceiptReader,
  hash: string,
  timeoutMs = 60_000,
  pauseMs = 100,
): Promise<TransactionReceipt> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const receipt = await provider.getTransactionReceipt(hash);
    if (receipt?.status === 0) throw new Error(`the transaction ${hash} was reverted`);
    if (receipt) return receipt;
    if (performance.now() >= end) throw new Error(`the transaction ${hash} was not mined within ${timeoutMs} ms`);
    await sleep(pauseMs);
  }
}
