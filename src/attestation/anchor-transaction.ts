import { type BaseWallet, Transaction } from 'ethers';
import type { SignedTransaction } from './anchor.store.js';
import type { ChainCheckpoint, LedgerChain } from './chain.js';

/** Signs, and does not send, the transaction that anchors `to` under the account's next nonce. */
export async function signAnchoring(
  chain: LedgerChain,
  anchorer: BaseWallet,
  to: ChainCheckpoint,
  proof: readonly Uint8Array[],
): Promise<SignedTransaction> {
  const call = chain.anchorCall(to, proof);
  const from = anchorer.address;
  const [nonce, gas, fees] = await Promise.all([
    // Not `pending`: what waits in a pool is what this would replace.
    chain.provider.getTransactionCount(from, 'latest'),
    chain.provider.estimateGas({ ...call, from }),
    chain.provider.getFeeData(),
  ]);
  const transaction = Transaction.from({ ...call, chainId: chain.chainId, nonce, gasLimit: (gas * 12n) / 10n });
  if (fees.maxFeePerGas !== null && fees.maxPriorityFeePerGas !== null) {
    transaction.type = 2;
    transaction.maxFeePerGas = fees.maxFeePerGas;
    transaction.maxPriorityFeePerGas = fees.maxPriorityFeePerGas;
  } else {
    transaction.type = 0;
    transaction.gasPrice = fees.gasPrice ?? 0n;
  }
  return sign(transaction, anchorer);
}

/** A fee beyond so many times what the chain asks for helps nobody: something else is wrong. */
const maxRaise = 8n;

/**
 * The same call under the same nonce for at least a quarter more, which pools ask of a replacement; `undefined` when the
 * present fee is far above what the chain asks for already.
 */
export async function signReplacement(
  chain: LedgerChain,
  anchorer: BaseWallet,
  raw: Buffer,
): Promise<SignedTransaction | undefined> {
  const transaction = Transaction.from(`0x${raw.toString('hex')}`).clone();
  transaction.signature = null;
  const fees = await chain.provider.getFeeData();
  const asked = (transaction.type === 2 ? fees.maxFeePerGas : fees.gasPrice) ?? 0n;
  const paid = (transaction.type === 2 ? transaction.maxFeePerGas : transaction.gasPrice) ?? 0n;
  if (asked > 0n && paid > asked * maxRaise) return undefined;
  const more = (old: bigint | null, now: bigint | null): bigint => {
    const raised = ((old ?? 0n) * 5n) / 4n + 1n;
    return now !== null && now > raised ? now : raised;
  };
  if (transaction.type === 2) {
    transaction.maxPriorityFeePerGas = more(transaction.maxPriorityFeePerGas, fees.maxPriorityFeePerGas);
    transaction.maxFeePerGas = more(transaction.maxFeePerGas, fees.maxFeePerGas);
  } else transaction.gasPrice = more(transaction.gasPrice, fees.gasPrice);
  return sign(transaction, anchorer);
}

async function sign(transaction: Transaction, anchorer: BaseWallet): Promise<SignedTransaction> {
  const serialized = await anchorer.signTransaction(transaction);
  return read(Transaction.from(serialized));
}

/** A transaction that is on the chain already, in the form in which ours are kept. */
export async function readTransaction(chain: LedgerChain, hash: string): Promise<SignedTransaction> {
  const response = await chain.provider.getTransaction(hash);
  if (!response) throw new Error(`the node does not give transaction ${hash}`);
  const found = Transaction.from(response);
  if (found.hash !== hash) throw new Error(`the node gives another transaction than ${hash}`);
  return read(found);
}

function read(transaction: Transaction): SignedTransaction {
  if (transaction.hash === null) throw new Error('a transaction is not signed');
  return {
    nonce: transaction.nonce,
    raw: Buffer.from(transaction.serialized.slice(2), 'hex'),
    hash: transaction.hash,
  };
}
