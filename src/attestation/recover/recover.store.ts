import type { PoolClient } from 'pg';
import type { AnchorRow } from '../anchor.store.js';

/** Where the log of a database stands. */
export interface LocalLog {
  leaves: number;
  /** Entries that wait in the journal. */
  waiting: number;
  checkpoints: Map<number, Buffer>;
  /** Sizes of final anchors, in order. */
  anchored: number[];
}

export async function readLocalLog(client: PoolClient): Promise<LocalLog> {
  const { rows } = await client.query<{ leaves: string; waiting: number }>(
    `select (select coalesce(max(leaf_index) + 1, 0) from log_leaf) as leaves, (select count(*)::int from journal) as waiting`,
  );
  const signed = await client.query<{ tree_size: string; root: Buffer }>('select tree_size, root from log_checkpoint');
  const final = await client.query<{ tree_size: string }>(
    `select tree_size from anchor where state = 'final' order by tree_size`,
  );
  return {
    leaves: Number(rows[0]!.leaves),
    waiting: rows[0]!.waiting,
    checkpoints: new Map(signed.rows.map((row) => [Number(row.tree_size), row.root])),
    anchored: final.rows.map((row) => Number(row.tree_size)),
  };
}

/** Takes leaves from `from` on out of the log; those whose event, version or carrier is there wait in the journal again. */
export async function takeBackLeaves(client: PoolClient, from: number): Promise<number> {
  const taken = await client.query(
    `with taken as (delete from log_leaf where leaf_index >= $1 returning journal_id, entry),
      known as (
        select t.journal_id, t.entry, 'licence' as kind, (e.promise ->> 'loggedBy')::timestamptz as logged_by, e.created_at
        from taken t join licence_event e on e.id = t.journal_id
        union all
        select t.journal_id, t.entry, 'version', r.created_at + interval '24 hours', r.created_at
        from taken t join record_version r on r.id = t.journal_id
        union all
        select t.journal_id, t.entry, 'carrier', c.made_at + interval '24 hours', c.made_at
        from taken t join carrier c on c.id = t.journal_id)
      insert into journal (id, kind, entry, logged_by, created_at)
      select journal_id, kind, entry, logged_by, created_at from known`,
    [from],
  );
  return taken.rowCount ?? 0;
}

/** Gives entries the places from `from` on; those that wait in the journal leave it. Answers how many of them did. */
export async function putLeaves(
  client: PoolClient,
  from: number,
  entries: readonly Buffer[],
  freshIds: readonly string[],
): Promise<number> {
  const { rows } = await client.query<{ matched: number }>({
    name: 'recover-put-leaves',
    text: `with given as (
        select $1::bigint + at - 1 as leaf_index, entry, fresh from unnest($2::bytea[], $3::uuid[]) with ordinality as g (entry, fresh, at)),
      taken as (delete from journal j using given g where j.entry = g.entry returning j.id, j.entry),
      put as (
        insert into log_leaf (leaf_index, journal_id, entry)
        select g.leaf_index, coalesce(t.id, g.fresh), g.entry from given g left join taken t on t.entry = g.entry)
      select count(*)::int as matched from taken`,
    values: [from, entries, freshIds],
  });
  return rows[0]!.matched;
}

/** Tiles are made again as a whole; so is whatever was signed above `size`. */
export async function dropTree(client: PoolClient, size: number): Promise<void> {
  await client.query('delete from log_tile');
  await client.query('delete from log_checkpoint where tree_size > $1', [size]);
  await client.query(`delete from anchor where state <> 'final' or tree_size > $1`, [size]);
}

/** What witnesses signed under checkpoints that are no longer this log's. */
export async function dropCosignatures(client: PoolClient, sizes: readonly number[]): Promise<void> {
  await client.query('delete from cosignature where tree_size = any($1::bigint[])', [sizes]);
}

/** A checkpoint with the time at which it was there at the latest: blocks that hold it are not older than it. */
export async function putCheckpointOf(
  client: PoolClient,
  checkpoint: { size: number; root: Uint8Array; note: string; at: Date },
): Promise<void> {
  await client.query({
    name: 'recover-put-checkpoint',
    text: `insert into log_checkpoint (tree_size, root, note, created_at) values ($1, $2, $3, $4)
      on conflict (tree_size) do update set root = excluded.root, note = excluded.note
      where log_checkpoint.root <> excluded.root`,
    values: [checkpoint.size, Buffer.from(checkpoint.root), checkpoint.note, checkpoint.at],
  });
}

/** A final anchor that was read from the chain. */
export type FinalAnchor = Omit<AnchorRow, 'state' | 'block' | 'statement' | 'createdAt' | 'updatedAt'> & {
  block: NonNullable<AnchorRow['block']>;
  statement: string;
};

export async function putFinalAnchor(client: PoolClient, anchor: FinalAnchor): Promise<void> {
  const { transaction, block } = anchor;
  await client.query({
    name: 'recover-put-anchor',
    text: `insert into anchor (tree_size, previous_size, root, state, nonce, raw_tx, tx_hash, chain_id, contract, log_id,
        block_number, block_hash, block_time, statement, created_at)
      values ($1, $2, $3, 'final', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12) on conflict (tree_size) do nothing`,
    values: [
      anchor.treeSize,
      anchor.previousSize,
      anchor.root,
      transaction.nonce,
      transaction.raw,
      transaction.hash,
      anchor.chainId,
      anchor.contract,
      anchor.logId,
      block.number,
      block.hash,
      new Date(block.time),
      anchor.statement,
    ],
  });
}
