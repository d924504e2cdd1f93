import type { BaseWallet } from 'ethers';
import type { Pool } from 'pg';
import { equalBytes } from '../core/index.js';
import { anchorsCounted, type Clock } from '../platform/index.js';
import { type AnchorRow, insertAnchor, markSent, readLastFinal, readOpenAnchor } from './anchor.store.js';
import { readTransaction, signAnchoring } from './anchor-transaction.js';
import { recoverHint } from './behind-chain.js';
import { broadcast } from './broadcast.js';
import type { ChainCheckpoint, LedgerChain } from './chain.js';
import type { Finality } from './finality.js';
import { LedgerFault } from './ledger-fault.js';
import { readCheckpoint, readCheckpointAt } from './log.store.js';
import type { LogProofs } from './proofs.js';

export interface PublishParts {
  pool: Pool;
  chain: LedgerChain;
  anchorer: BaseWallet;
  finality: Finality;
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
  // A clock that was set back must not hold up the next anchor for as long.
  const since = settled ? parts.clock() - settled.createdAt : Number.POSITIVE_INFINITY;
  if (since >= 0 && since < parts.minIntervalMs) return 'too-early';

  if (settled) await mustContinue(chain, settled);
  await chain.check(anchorer.address);
  const onChain = await chain.latest();
  const settledSize = settled?.treeSize ?? 0;
  if (settled && onChain.size < settledSize) await explainLoss(parts, onChain, settled);
  if (onChain.size > 0) await mustBeOurs(pool, onChain);
  if (onChain.size > settledSize) return adopt(parts, settled);

  const proof = await parts.proofs.consistency(onChain.size, checkpoint.size);
  const transaction = await signAnchoring(chain, anchorer, checkpoint, proof);
  const row = { ...target(chain), treeSize: checkpoint.size, previousSize: onChain.size, root: checkpoint.root };
  if (!(await insertAnchor(pool, { ...row, transaction }))) return 'in-flight';
  anchorsCounted.inc({ event: 'sent' });
  await broadcast(chain, transaction);
  const open = await readOpenAnchor(pool);
  if (open?.transaction.hash === transaction.hash && open.state === 'prepared') await markSent(pool, open);
  return 'sent';
}

const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;

const target = ({ chainId, contract, logId }: LedgerChain) => ({ chainId, contract, logId });

/** Another contract than the one of the last final anchor goes on from there, or is not the one to anchor in. */
async function mustContinue(chain: LedgerChain, settled: AnchorRow): Promise<void> {
  if (settled.chainId !== chain.chainId) {
    throw new Error(`CHAIN_ID names ${chain.chainId}, and this log is settled on chain ${settled.chainId}`);
  }
  if (settled.contract === chain.contract) return;
  const root = await chain.rootAt(settled.treeSize);
  if (root && equalBytes(root, settled.root)) return;
  throw new Error(
    `LOG_ANCHOR_ADDRESS names ${chain.contract}, which does not continue this log from size ${settled.treeSize}, settled in contract ${settled.contract}`,
  );
}

/**
 * A node that is behind, or on a fork of its own above finality, is waited for; one whose settled block is another than the
 * one where the anchor was settled lost history.
 */
async function explainLoss(
  { chain, finality }: PublishParts,
  onChain: ChainCheckpoint,
  { block, treeSize }: AnchorRow,
): Promise<never> {
  const there = block && (await chain.provider.getBlock(block.number));
  if (!block || !there?.hash) throw new Error(`the node is behind the block where size ${treeSize} is settled`);
  if (there.hash === block.hash) throw new Error(`the node has just caught up with block ${block.number}`);
  if (!(await finality.isFinal({ number: block.number, hash: there.hash }))) {
    throw new Error(`the node is on a fork of its own at block ${block.number}, where size ${treeSize} is settled`);
  }
  throw new LedgerFault(
    `the chain is at size ${onChain.size}, below the settled ${treeSize}: that was in block ${block.number} ${block.hash}, and the node says that the settled block ${block.number} is ${there.hash}`,
  );
}

async function mustBeOurs(pool: Pool, onChain: ChainCheckpoint): Promise<void> {
  const ours = await readCheckpointAt(pool, onChain.size);
  if (ours && equalBytes(ours.root, onChain.root)) return;
  const told = `the chain's checkpoint of size ${onChain.size} is not one of this log`;
  const held = ours ? `its root there is ${hex(ours.root)}` : 'it signed none of that size';
  throw new LedgerFault(`${told}: the chain says ${hex(onChain.root)}, and ${held}; ${recoverHint}`);
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
  const inserted = await insertAnchor(pool, {
    ...target(chain),
    treeSize: event.size,
    previousSize: after,
    root: event.root,
    transaction: await readTransaction(chain, event.transactionHash),
  });
  if (!inserted) return 'in-flight';
  anchorsCounted.inc({ event: 'adopted' });
  return 'adopted';
}
