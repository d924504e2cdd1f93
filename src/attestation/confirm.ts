import type { BaseWallet } from 'ethers';
import type { Pool } from 'pg';
import { type CryptoPort, equalBytes } from '../core/index.js';
import { anchorGas, anchorsCounted, type Clock } from '../platform/index.js';
import {
  type AnchorRow,
  dropAnchor,
  markFinal,
  markMined,
  markSent,
  readLastFinal,
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
import { mustGoForward } from './must-go-forward.js';

export interface ConfirmParts {
  pool: Pool;
  chain: LedgerChain;
  anchorer: BaseWallet;
  finality: Finality;
  key: LogKey;
  crypto: CryptoPort;
  clock: Clock;
  /** A transaction that blocks pass by for longer than this is replaced by one with a higher fee. */
  stuckAfterMs: number;
}

export type ConfirmOutcome = 'nothing-open' | 'waiting' | 'mined' | 'final' | 'dropped' | 'replaced' | 'adopted';

/**
 * Follows the anchor in flight to finality, from what the chain says now: nothing that was seen before is believed. Heals
 * a lost, dropped, replaced, reverted or reorganised transaction. Idempotent.
 *
 * @throws LedgerFault when another root is anchored at this size, or the chain's time goes backwards
 */
export async function confirm(given: ConfirmParts): Promise<ConfirmOutcome> {
  const anchor = await readOpenAnchor(given.pool);
  if (!anchor) return 'nothing-open';
  // It may have been sent to the contract that this one succeeds.
  const parts = { ...given, chain: given.chain.at(anchor.contract) };
  await parts.chain.checkCode();
  const sighting = await parts.chain.find(anchor.transaction.hash);
  if (sighting?.succeeded) return settle(parts, anchor, sighting);
  // Its block was given up: what is known is only that it was sent.
  if (!sighting && anchor.state === 'mined' && (await markSent(parts.pool, anchor))) {
    anchorsCounted.inc({ event: 'reorganised' });
  }
  const next = await parts.chain.provider.getTransactionCount(parts.anchorer.address, 'latest');
  if (!sighting && next < anchor.transaction.nonce) await mustNotBeBehind(parts);
  // Reverted; or another transaction took the nonce; or the chain lost what stood below it, and it could wait for ever.
  if (sighting || next !== anchor.transaction.nonce) return replan(parts, anchor);
  return sendAgain(parts, anchor);
}

async function settle(parts: ConfirmParts, anchor: AnchorRow, sighting: Sighting): Promise<ConfirmOutcome> {
  const { pool, key, crypto } = parts;
  const { block, anchored, gasUsed } = sighting;
  if (anchored?.size !== anchor.treeSize || !equalBytes(anchored.root, anchor.root)) {
    throw new LedgerFault(
      `transaction ${anchor.transaction.hash} anchored something else than size ${anchor.treeSize}`,
    );
  }
  if (anchor.block && anchor.block.hash !== block.hash) anchorsCounted.inc({ event: 'reorganised' });
  if (await parts.finality.isFinal(block)) {
    await mustGoForward(pool, anchor, block);
    // Upon which size the contract took it is the contract's word, whoever's transaction it was.
    const seen = { ...anchor, previousSize: anchored.previousSize };
    if (await markFinal(pool, seen, block, signAnchorStatement(knownAnchor(seen, block), key, crypto))) {
      anchorsCounted.inc({ event: 'final' });
      anchorGas.set(gasUsed / (anchored.size - anchored.previousSize));
    }
    return 'final';
  }
  if (anchor.block?.hash !== block.hash) await markMined(pool, anchor, block);
  return 'mined';
}

/** A node that has not reached the last settled block yet knows nothing of nonces since. */
async function mustNotBeBehind({ pool, chain }: ConfirmParts): Promise<void> {
  const settled = (await readLastFinal(pool))?.block?.number ?? 0;
  const head = await chain.provider.getBlockNumber();
  if (head < settled) throw new Error(`the node is at block ${head}, behind the settled block ${settled}`);
}

/** The transaction can't be the one any more: take over whichever anchored this checkpoint, else clear the way. */
async function replan(parts: ConfirmParts, anchor: AnchorRow): Promise<ConfirmOutcome> {
  const { pool, chain } = parts;
  const root = await chain.rootAt(anchor.treeSize);
  if (root === undefined) {
    if (await dropAnchor(pool, anchor)) anchorsCounted.inc({ event: 'dropped' });
    return 'dropped';
  }
  if (!equalBytes(root, anchor.root)) throw new LedgerFault(`another root is anchored at size ${anchor.treeSize}`);
  const since = (await readLastFinal(pool))?.block?.number ?? 0;
  const event = await chain.findEvent(({ size }) => size === anchor.treeSize, since);
  // Mined between two questions, or already gone again: the next round sees it.
  if (!event || event.transactionHash === anchor.transaction.hash) return 'waiting';
  const found = await readTransaction(chain, event.transactionHash);
  if (await replaceTransaction(pool, anchor, found)) anchorsCounted.inc({ event: 'adopted' });
  return 'adopted';
}

async function sendAgain(parts: ConfirmParts, anchor: AnchorRow): Promise<ConfirmOutcome> {
  const { pool, chain } = parts;
  const raised = (await isStuck(parts, anchor))
    ? await signReplacement(chain, parts.anchorer, anchor.transaction.raw)
    : undefined;
  if (raised) {
    // Another worker was faster: its replacement is on record, ours must never be sent.
    if (!(await replaceTransaction(pool, anchor, raised))) return 'waiting';
    anchorsCounted.inc({ event: 'replaced' });
    await broadcast(chain, raised);
    return 'replaced';
  }
  await broadcast(chain, anchor.transaction);
  if (anchor.state === 'prepared') await markSent(pool, anchor);
  return 'waiting';
}

/** The chain moved on without it. A chain that stands still, for hours even, is no reason to pay more. */
async function isStuck({ chain, clock, stuckAfterMs }: ConfirmParts, anchor: AnchorRow): Promise<boolean> {
  const deadline = anchor.updatedAt + stuckAfterMs;
  if (clock() < deadline) return false;
  const head = await chain.provider.getBlock('latest');
  return head !== null && head.timestamp * 1000 >= deadline;
}
