import type { Pool } from 'pg';

export type AttestationState = 'pending' | 'logged' | 'anchored';

export interface LogState {
  /** Size of the newest published checkpoint. */
  treeSize: number;
  /** Size of the newest checkpoint that was read from the chain as final. */
  anchoredSize: number;
}

export const attestationState = (leafIndex: number | null, log: LogState): AttestationState => {
  if (leafIndex === null || leafIndex >= log.treeSize) return 'pending';
  return leafIndex < log.anchoredSize ? 'anchored' : 'logged';
};

/** For a pool of *service*. */
export async function readLogState(pool: Pool): Promise<LogState> {
  const { rows } = await pool.query<{ tree_size: string; anchored_size: string }>({
    name: 'journal-log-state',
    text: `select coalesce((select max(tree_size) from log_checkpoint), 0) as tree_size,
      coalesce((select max(tree_size) from anchor where state = 'final'), 0) as anchored_size`,
  });
  return { treeSize: Number(rows[0]!.tree_size), anchoredSize: Number(rows[0]!.anchored_size) };
}

/** When a worker last read the chain; undefined before the first time. For a pool of *service*. */
export async function readLastChainReading(pool: Pool): Promise<Date | undefined> {
  const { rows } = await pool.query<{ at: Date }>({
    name: 'journal-last-chain-reading',
    text: 'select read_at as at from chain_reading',
  });
  return rows[0]?.at;
}
