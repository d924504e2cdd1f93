import type { BaseWallet } from 'ethers';
import type { Pool } from 'pg';
import { type CryptoPort, equalBytes } from '../core/index.js';
import type { Clock } from '../platform/index.js';
import {
  type AnchorRow,
  dropAnchor,
  markFinal,
  markMined,
  markSent,
  readOpenAnchor,
  replaceTransaction,
} from './anchor.store.js';
import { readTransaction, signReplacement } from './anchor-transaction.js';
import { broadcast } from './broadcast.js';
import type { LedgerChain, Sighting } from './chain.js';
import type { Finality } from './finality.js';
import { knownAnchor } from './known-anchor.js';
import { LedgerFault } from './ledger-fault.js';
import { type LogKey, signAnchorStatement } from './log-key.js';

export interface ConfirmParts {
  pool: Pool;
  chain: LedgerChain;
  anchorer: BaseWallet;
  finality: Finality;
  key: LogKey;
  crypto: CryptoPort;
  clock: Clock;
  /** A transaction that waits longer than this in the node's pool is replaced by one with a higher fee. */
  stuckAfterMs: number;
}

export type ConfirmOutcome = 'nothing-open' | 'waiting' | 'mined' | 'final' | 'dropped' | 'replaced' | 'adopted';

/**
 * Follows the anchor in flight to finality, from what the chain says now: nothing that was seen before is believed. Heals
 * a lost, dropped, replaced, reverted or reorganised transaction. Idempotent.
 *
 * @throws LedgerFault when another root is anchored at this size
 */
export async function confirm(parts: ConfirmParts): Promise<ConfirmOutcome> {
  const anchor = await readOpenAnchor(parts.pool);
  if (!anchor) return 'nothing-open';
  await parts.chain.check(parts.anchorer.address);
  const sighting = await parts.chain.find(anchor.transaction.hash);
  if (sighting?.succeeded) return settle(parts, anchor, sighting);
  // Its block was given up: what is known is only that it was sent.
  if (!sighting && anchor.state === 'mined') await markSent(parts.pool, anchor);
  const used = await parts.chain.provider.getTransactionCount(parts.anchorer.address, 'latest');
  if (sighting || used > anchor.transaction.nonce) return replan(parts, anchor);
  // A gap below our nonce: the chain lost what filled it, and ours could wait for ever.
  if (used < anchor.transaction.nonce) return replan(parts, anchor);
  return sendAgain(parts, anchor);
}

async function settle(parts: ConfirmParts, anchor: AnchorRow, { block, anchored }: Sighting): Promise<ConfirmOutcome> {
  const { pool, key, crypto } = parts;
  if (anchored?.size !== anchor.treeSize || !equalBytes(anchored.root, anchor.root)) {
    throw new LedgerFault(
      `transaction ${anchor.transaction.hash} anchored something else than size ${anchor.treeSize}`,
    );
  }
  if (await parts.finality.isFinal(block)) {
    // Upon which size the contract took it is the contract's word, whoever's transaction it was.
    const seen = { ...anchor, previousSize: anchored.previousSize };
    await markFinal(pool, seen, block, signAnchorStatement(knownAnchor(seen, block), key, crypto));
    return 'final';
  }
  if (anchor.block?.hash !== block.hash) await markMined(pool, anchor, block);
  return 'mined';
}

/** The transaction can't be the one any more: take over whichever anchored this checkpoint, else clear the way. */
async function replan(parts: ConfirmParts, anchor: AnchorRow): Promise<ConfirmOutcome> {
  const { pool, chain } = parts;
  const root = await chain.rootAt(anchor.treeSize);
  if (root === undefined) {
    await dropAnchor(pool, anchor);
    return 'dropped';
  }
  if (!equalBytes(root, anchor.root)) throw new LedgerFault(`another root is anchored at size ${anchor.treeSize}`);
  const event = await chain.findEvent(({ size }) => size === anchor.treeSize, 0);
  // Mined between two questions, or already gone again: the next round sees it.
  if (!event || event.transactionHash === anchor.transaction.hash) return 'waiting';
  await replaceTransaction(pool, anchor, await readTransaction(chain, event.transactionHash));
  return 'adopted';
}

async function sendAgain(parts: ConfirmParts, anchor: AnchorRow): Promise<ConfirmOutcome> {
  const { pool, chain } = parts;
  if (parts.clock() - anchor.updatedAt > parts.stuckAfterMs) {
    const raised = await signReplacement(chain, parts.anchorer, anchor.transaction.raw);
    await replaceTransaction(pool, anchor, raised);
    await broadcast(chain, raised);
    return 'replaced';
  }
  await broadcast(chain, anchor.transaction);
  if (anchor.state === 'prepared') await markSent(pool, anchor);
  return 'waiting';
}
