import type { Pool } from 'pg';
import { formatDigest, type KnownAnchor } from '../core/index.js';
import { rfc3339 } from '../platform/index.js';
import { withStatement } from './statement-of.js';

/** A final anchor of a log that this one succeeds, with what that log and its witnesses signed. */
export interface FormerAnchor {
  anchor: KnownAnchor;
  note: string;
  statement: string;
}

interface Row {
  log_id: string;
  tree_size: string;
  previous_size: string;
  root: Buffer;
  tx_hash: string;
  chain_id: string;
  contract: string;
  block_number: string;
  block_time: Date;
  note: string;
  statement: string;
}

const columns =
  'log_id, tree_size, previous_size, root, tx_hash, chain_id, contract, block_number, block_time, note, statement';

const formerOf = (row: Row): FormerAnchor => ({
  anchor: {
    chainId: Number(row.chain_id),
    contract: row.contract,
    logId: row.log_id,
    treeSize: Number(row.tree_size),
    transactionHash: row.tx_hash,
    blockNumber: Number(row.block_number),
    blockTime: rfc3339(row.block_time.getTime()),
    root: formatDigest(row.root),
    previousTreeSize: Number(row.previous_size),
  },
  note: row.note,
  statement: row.statement,
});

/** Whether this log succeeds another. */
export async function hasFormerAnchors(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ some: boolean }>({
    name: 'former-anchor-some',
    text: 'select exists (select from former_anchor) as some',
  });
  return rows[0]?.some === true;
}

/** Final anchors of exactly these sizes, of every log that this one succeeds. */
export async function readFormerAnchors(pool: Pool, sizes: readonly number[]): Promise<KnownAnchor[]> {
  const { rows } = await pool.query<Row>({
    name: 'former-anchor-sizes',
    text: `select ${columns} from former_anchor where tree_size = any($1::bigint[])`,
    values: [sizes],
  });
  return rows.map((row) => withStatement(formerOf(row).anchor, row.statement));
}

/** Up to `limit` final anchors of one such log with a tree larger than `after`, in order. */
export async function listFormerAnchors(
  pool: Pool,
  logId: string,
  after: number,
  limit: number,
): Promise<FormerAnchor[]> {
  const { rows } = await pool.query<Row>({
    name: 'former-anchor-list',
    text: `select ${columns} from former_anchor where log_id = $1 and tree_size > $2 order by tree_size limit $3`,
    values: [logId, after, limit],
  });
  return rows.map(formerOf);
}
