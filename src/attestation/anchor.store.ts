import type { Pool } from 'pg';
import { inTransaction } from '../platform/index.js';

export type AnchorState = 'prepared' | 'sent' | 'mined' | 'final';

/** Where a transaction was mined. */
export interface MinedBlock {
  number: number;
  hash: string;
  /** ms since 1970 */
  time: number;
}

/** A transaction that carries a checkpoint to the chain, as it was signed: the bytes that are sent, again and again. */
export interface SignedTransaction {
  nonce: number;
  raw: Buffer;
  hash: string;
}

export interface AnchorTarget {
  chainId: number;
  contract: string;
  logId: string;
}

export interface AnchorRow extends AnchorTarget {
  treeSize: number;
  previousSize: number;
  root: Buffer;
  state: AnchorState;
  transaction: SignedTransaction;
  block: MinedBlock | null;
  /** ms since 1970 */
  createdAt: number;
  updatedAt: number;
  /** the log's signed note about it, once final */
  statement: string | null;
}

interface Row {
  tree_size: string;
  previous_size: string;
  root: Buffer;
  state: AnchorState;
  nonce: string;
  raw_tx: Buffer;
  tx_hash: string;
  chain_id: string;
  contract: string;
  log_id: string;
  block_number: string | null;
  block_hash: string | null;
  block_time: Date | null;
  created_at: Date;
  updated_at: Date;
  statement: string | null;
}

const columns = `tree_size, previous_size, root, state, nonce, raw_tx, tx_hash, chain_id, contract, log_id,
  block_number, block_hash, block_time, created_at, updated_at, statement`;

const anchorOf = (row: Row): AnchorRow => ({
  treeSize: Number(row.tree_size),
  previousSize: Number(row.previous_size),
  root: row.root,
  state: row.state,
  transaction: { nonce: Number(row.nonce), raw: row.raw_tx, hash: row.tx_hash },
  chainId: Number(row.chain_id),
  contract: row.contract,
  logId: row.log_id,
  block:
    row.block_number !== null && row.block_hash !== null && row.block_time !== null
      ? { number: Number(row.block_number), hash: row.block_hash, time: row.block_time.getTime() }
      : null,
  createdAt: row.created_at.getTime(),
  updatedAt: row.updated_at.getTime(),
  statement: row.statement,
});

async function one(pool: Pool, name: string, rest: string): Promise<AnchorRow | undefined> {
  const { rows } = await pool.query<Row>({ name, text: `select ${columns} from anchor ${rest}` });
  return rows[0] && anchorOf(rows[0]);
}

/** The anchor in flight; there is at most one. */
export const readOpenAnchor = (pool: Pool): Promise<AnchorRow | undefined> =>
  one(pool, 'anchor-open', `where state <> 'final' order by tree_size limit 1`);

/** The newest anchor that was read from the chain as final. */
export const readLastFinal = (pool: Pool): Promise<AnchorRow | undefined> =>
  one(pool, 'anchor-last-final', `where state = 'final' order by tree_size desc limit 1`);

/** Up to `limit` final anchors with a tree larger than `after`, in order. */
export async function readFinalAnchors(pool: Pool, after: number, limit: number): Promise<AnchorRow[]> {
  const { rows } = await pool.query<Row>({
    name: 'anchor-final-after',
    text: `select ${columns} from anchor where state = 'final' and tree_size > $1 order by tree_size limit $2`,
    values: [after, limit],
  });
  return rows.map(anchorOf);
}

/** The log's statements about the newest final anchors, at most `limit`, newest first. */
export async function readNewestStatements(
  pool: Pool,
  limit: number,
): Promise<{ treeSize: number; statement: string }[]> {
  const { rows } = await pool.query<{ tree_size: string; statement: string }>({
    name: 'anchor-newest-statements',
    text: `select tree_size, statement from anchor where state = 'final' and statement is not null
      order by tree_size desc limit $1`,
    values: [limit],
  });
  return rows.map((row) => ({ treeSize: Number(row.tree_size), statement: row.statement }));
}

/** Notes that the chain was read; `at` is from before the reading. */
export async function noteChainReading(pool: Pool, blockNumber: number, at: Date): Promise<void> {
  await pool.query({
    name: 'chain-reading-note',
    text: `insert into chain_reading (block_number, read_at) values ($1, $2)
      on conflict (id) do update set block_number = excluded.block_number, read_at = greatest(chain_reading.read_at, excluded.read_at)`,
    values: [blockNumber, at],
  });
}

/** Notes whether the chain holds more of the log than the database does: then nobody believes its states (`DatabaseWatch`). */
export async function noteBehindChain(pool: Pool, behind: boolean): Promise<void> {
  await pool.query(
    behind
      ? `insert into chain_reading (block_number, read_at, behind_since) values (0, now(), now())
         on conflict (id) do update set behind_since = coalesce(chain_reading.behind_since, excluded.behind_since)`
      : 'update chain_reading set behind_since = null where behind_since is not null',
  );
}

/** When a worker last read the chain; undefined before the first time. */
export async function readChainReading(pool: Pool): Promise<Date | undefined> {
  const { rows } = await pool.query<{ read_at: Date }>({
    name: 'chain-reading',
    text: 'select read_at from chain_reading',
  });
  return rows[0]?.read_at;
}

/** The final anchor of exactly this size. */
export async function readFinalAnchor(pool: Pool, treeSize: number): Promise<AnchorRow | undefined> {
  const [row] = await readFinalAnchors(pool, treeSize - 1, 1);
  return row?.treeSize === treeSize ? row : undefined;
}

/**
 * Records a signed transaction before it is sent. False when another one is in flight, was recorded for this size, or
 * became final since the caller looked: then the caller's must never be sent.
 */
export function insertAnchor(
  pool: Pool,
  anchor: AnchorTarget & Pick<AnchorRow, 'treeSize' | 'previousSize' | 'root' | 'transaction'>,
): Promise<boolean> {
  return inTransaction(pool, {}, async (client) => {
    await client.query('select pg_advisory_xact_lock(4937011)');
    const { nonce, raw, hash } = anchor.transaction;
    const inserted = await client.query({
      name: 'anchor-insert',
      text: `insert into anchor (tree_size, previous_size, root, state, nonce, raw_tx, tx_hash, chain_id, contract, log_id)
        select $1, $2, $3, 'prepared', $4, $5, $6, $7, $8, $9
        where not exists (select 1 from anchor where state <> 'final' or tree_size >= $1)
          and $2 = coalesce((select max(tree_size) from anchor where state = 'final'), 0)`,
      values: [
        anchor.treeSize,
        anchor.previousSize,
        anchor.root,
        nonce,
        raw,
        hash,
        anchor.chainId,
        anchor.contract,
        anchor.logId,
      ],
    });
    return inserted.rowCount === 1;
  });
}

/**
 * What follows holds only while the row still names the transaction that the caller looked at, and is not final; false
 * when another worker was faster.
 */
async function change(pool: Pool, anchor: AnchorRow, name: string, set: string, values: unknown[]): Promise<boolean> {
  const changed = await pool.query({
    name: `anchor-${name}`,
    text: `update anchor set ${set}, updated_at = now() where tree_size = $1 and tx_hash = $2 and state <> 'final'`,
    values: [anchor.treeSize, anchor.transaction.hash, ...values],
  });
  return changed.rowCount === 1;
}

/** The transaction went out, or is out again after its block was given up. */
export const markSent = (pool: Pool, anchor: AnchorRow): Promise<boolean> =>
  change(pool, anchor, 'sent', `state = 'sent', block_number = null, block_hash = null, block_time = null`, []);

export const markMined = (pool: Pool, anchor: AnchorRow, block: MinedBlock): Promise<boolean> =>
  change(pool, anchor, 'mined', `state = 'mined', block_number = $3, block_hash = $4, block_time = $5`, [
    block.number,
    block.hash,
    new Date(block.time),
  ]);

export const markFinal = (pool: Pool, anchor: AnchorRow, block: MinedBlock, statement: string): Promise<boolean> =>
  change(
    pool,
    anchor,
    'final',
    `state = 'final', block_number = $3, block_hash = $4, block_time = $5, statement = $6, previous_size = $7`,
    [block.number, block.hash, new Date(block.time), statement, anchor.previousSize],
  );

/** Another transaction carries the checkpoint from now on: one with a higher fee, or one that was found on the chain. */
export const replaceTransaction = (pool: Pool, anchor: AnchorRow, by: SignedTransaction): Promise<boolean> =>
  change(
    pool,
    anchor,
    'replace',
    `state = 'sent', nonce = $3, raw_tx = $4, tx_hash = $5, block_number = null, block_hash = null, block_time = null`,
    [by.nonce, by.raw, by.hash],
  );

/** Gives up a transaction whose checkpoint is proven absent from the chain, so that a new one can be prepared. */
export async function dropAnchor(pool: Pool, anchor: AnchorRow): Promise<boolean> {
  const dropped = await pool.query({
    name: 'anchor-drop',
    text: `delete from anchor where tree_size = $1 and tx_hash = $2 and state <> 'final'`,
    values: [anchor.treeSize, anchor.transaction.hash],
  });
  return dropped.rowCount === 1;
}
