import { isError } from 'ethers';
import type { SignedTransaction } from './anchor.store.js';
import type { LedgerChain } from './chain.js';

/**
 * Hands the stored bytes to the node, first or again. Resolves too when the node holds them already, or refuses since the
 * nonce is taken: what became of the checkpoint is then read from the chain. Throws when the node does not answer.
 */
export async function broadcast(chain: LedgerChain, transaction: SignedTransaction): Promise<void> {
  try {
    await chain.provider.broadcastTransaction(`0x${transaction.raw.toString('hex')}`);
  } catch (error) {
    if (isError(error, 'NONCE_EXPIRED') || isError(error, 'REPLACEMENT_UNDERPRICED')) return;
    if (/already (known|imported)|nonce too low|underpriced/i.test(String(error))) return;
    throw error;
  }
}
