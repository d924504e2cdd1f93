import type { Pool } from 'pg';
import { givingWay } from './give-way.js';
import { drainJournal } from './log.store.js';

const batch = 2_500;

/**
 * Gives every waiting entry its place in the log. Idempotent: an entry leaves the journal in the transaction that gives it
 * an index. May run in several processes at once. Answers how many entries it placed.
 */
export async function sequence(pool: Pool): Promise<number> {
  let placed = 0;
  for (;;) {
    const count = await givingWay(() => drainJournal(pool, batch));
    placed += count;
    if (count < batch) return placed;
  }
}
