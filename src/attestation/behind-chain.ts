import type { Pool } from 'pg';
import { equalBytes } from '../core/index.js';
import { noteBehindChain } from './anchor.store.js';
import type { LedgerChain } from './chain.js';
import { LedgerFault } from './ledger-fault.js';
import { readCheckpointAt } from './log.store.js';

/** What an operator does whose log lacks what the chain holds of it. */
export const recoverHint =
  'if the database was restored from a backup, stop the worker and run `elicence log recover` (docs/recover.md)';

/**
 * Looks, before a worker begins, whether the log holds what the chain does: one that was restored from an old backup would
 * give places to other entries, and sign a second history. A chain that does not answer is no reason to wait. What is found is
 * noted in the database, so that no process takes the states of an old backup for those of today.
 *
 * @throws LedgerFault that names the command that recovers
 */
export async function mustNotBeBehind(pool: Pool, chains: readonly LedgerChain[]): Promise<void> {
  for (const chain of chains) {
    const onChain = await chain.latest().catch(() => undefined);
    if (onChain === undefined) continue;
    const ours = onChain.size === 0 ? undefined : await readCheckpointAt(pool, onChain.size);
    const same = onChain.size === 0 || (ours !== undefined && equalBytes(ours.root, onChain.root));
    await noteBehindChain(pool, !same);
    if (same) return;
    const held = ours ? 'another root there' : 'no checkpoint of that size';
    throw new LedgerFault(
      `the chain holds this log at size ${onChain.size}, and the database has ${held}: ${recoverHint}`,
    );
  }
}
