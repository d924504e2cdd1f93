import type { Pool } from 'pg';
import { readNewestStatements } from './anchor.store.js';
import { readCosignatures } from './cosignature.store.js';
import { readCheckpoint } from './log.store.js';

/** The log's statements about its newest final anchors, oldest first, at most `limit`, each with the lines of its witnesses by now. */
export async function newestStatements(pool: Pool, limit: number): Promise<string[]> {
  const rows = await readNewestStatements(pool, limit);
  const lines = await readCosignatures(
    pool,
    'anchor',
    rows.map(({ treeSize }) => treeSize),
  );
  return rows.map(({ treeSize, statement }) => statement + (lines.get(treeSize) ?? '')).reverse();
}

/** The newest checkpoint, a signed note with the lines of its witnesses by now; undefined before the first. */
export async function newestCheckpoint(pool: Pool): Promise<string | undefined> {
  const checkpoint = await readCheckpoint(pool);
  if (checkpoint === undefined) return undefined;
  const lines = await readCosignatures(pool, 'checkpoint', [checkpoint.size]);
  return checkpoint.note + (lines.get(checkpoint.size) ?? '');
}
