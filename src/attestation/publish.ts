import type { BaseWallet } from 'ethers';
import type { Pool } from 'pg';
import { equalBytes } from '../core/index.js';
import type { Clock } from '../platform/index.js';
import { type AnchorRow, insertAnchor, markSent, readLastFinal, readOpenAnchor } from './anchor.store.js';
import { readTransaction, signAnchoring } from './anchor-transaction.js';
import { broadcast } from './broadcast.js';
import type { ChainCheckpoint, LedgerChain } from './chain.js';
import { LedgerFault } from './ledger-fault.js';
import { readCheckpoint, readCheckpointAt } from './log.store.js';
import type { LogProofs } from './proofs.js';

export interface PublishParts {
  pool: Pool;
  chain: LedgerChain;
  anchorer: BaseWallet;
  proofs: LogProofs;
  clock: Clock;
  /** Least time between the recording of two anchors; events that arrive meanwhile share one. */
  minIntervalMs: number;
}

export type PublishOutcome = 'nothing-new' | 'in-flight' | 'too-early' | 'adopted' | 'sent';

/**
 * Carries the newest checkpoint to the chain, one at a time: signed bytes are recorded before they are sent. Idempotent;
 * `confirm` sends again what a crash left unsent.
 *
 * @throws LedgerFault when the chain holds another history than this log, or lost a settled one
 */
export async function publish(parts: PublishParts): Promise<PublishOutcome> {
  const { pool, chain, anchorer } = parts;
  if (await readOpenAnchor(pool)) return 'in-flight';
  const [checkpoint, settled] = await Promise.all([readCheckpoint(pool), readLastFinal(pool)]);
  if (!checkpoint || checkpoint.size === settled?.treeSize) return 'nothing-new';
  if (settled && parts.clock() - settled.createdAt < parts.minIntervalMs) return 'too-early';

  await chain.check(anchorer.address);
  const onChain = await chain.latest();
  const settledSize = settled?.treeSize ?? 0;
  if (settled && onChain.size < settledSize) await explainLoss(chain, onChain, settled);
  if (onChain.size > 0) await mustBeOurs(pool, onChain);
  if (onChain.size > settledSize) return adopt(parts, settled);

  const proof = await parts.proofs.consistency(onChain.size, checkpoint.size);
  const transaction = await signAnchoring(chain, anchorer, checkpoint, proof);
  const row = { ...target(chain), treeSize: checkpoint.size, previousSize: onChain.size, root: checkpoint.root };
  if (!(await insertAnchor(pool, { ...row, transaction }))) return 'in-flight';
  await broadcast(chain, transaction);
  const open = await readOpenAnchor(pool);
  if (open?.transaction.hash === transaction.hash && open.state === 'prepared') await markSent(pool, open);
  return 'sent';
}

const target = ({ chainId, contract, logId }: LedgerChain) => ({ chainId, contract, logId });

/** A node that is behind is waited for; one that has another block where the anchor was settled lost history. */
async function explainLoss(chain: LedgerChain, onChain: ChainCheckpoint, settled: AnchorRow): Promise<never> {
  const block = settled.block && (await chain.provider.getBlock(settled.block.number));
  if (!block)
    throw new Error(`the node is behind block ${settled.block?.number}, where size ${settled.treeSize} is settled`);
  throw new LedgerFault(`the chain is at size ${onChain.size}, below the settled ${settled.treeSize}`);
}

async function mustBeOurs(pool: Pool, onChain: ChainCheckpoint): Promise<void> {
  const ours = await readCheckpointAt(pool, onChain.size);
  if (!ours || !equalBytes(ours.root, onChain.root)) {
    throw new LedgerFault(`the chain's checkpoint of size ${onChain.size} is not one of this log`);
  }
}

/**
 * An anchor whose record was lost (the database was restored): the first one after what is settled is followed to finality
 * like any other, then the next.
 */
async function adopt(parts: PublishParts, settled: AnchorRow | undefined): Promise<PublishOutcome> {
  const { pool, chain } = parts;
  const after = settled?.treeSize ?? 0;
  const event = await chain.findEvent(({ previousSize }) => previousSize === after, settled?.block?.number ?? 0);
  if (!event) throw new Error(`the node does not give the event that anchored upon size ${after}`);
  await mustBeOurs(pool, event);
  await insertAnchor(pool, {
    ...target(chain),
    treeSize: event.size,
    previousSize: after,
    root: event.root,
    transaction: await readTransaction(chain, event.transactionHash),
  });
  return 'adopted';
}
