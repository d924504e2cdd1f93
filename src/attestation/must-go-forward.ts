import type { Pool } from 'pg';
import { rfc3339 } from '../platform/index.js';
import { type AnchorRow, type MinedBlock, readLastFinal } from './anchor.store.js';
import { LedgerFault } from './ledger-fault.js';
import { readCheckpointAt } from './log.store.js';

/** Clocks of validators and of the database may differ by less than this. */
const maxSkewMs = 3_600_000;

/**
 * Time on the chain goes forward from one final anchor to the next, and no block holds a checkpoint long before it was
 * signed: events are dated by these bounds.
 *
 * @throws LedgerFault that names both times
 */
export async function mustGoForward(pool: Pool, anchor: AnchorRow, block: MinedBlock): Promise<void> {
  const [last, checkpoint] = await Promise.all([readLastFinal(pool), readCheckpointAt(pool, anchor.treeSize)]);
  const told = `block ${block.number}, which anchors size ${anchor.treeSize}, is dated ${rfc3339(block.time)}`;
  if (last?.block && block.time < last.block.time) {
    throw new LedgerFault(
      `time goes backwards: ${told}, before block ${last.block.number} of size ${last.treeSize}, dated ${rfc3339(last.block.time)}`,
    );
  }
  if (checkpoint && block.time < checkpoint.createdAt - maxSkewMs) {
    throw new LedgerFault(
      `time goes backwards: ${told}, long before its checkpoint was signed, ${rfc3339(checkpoint.createdAt)}`,
    );
  }
}
