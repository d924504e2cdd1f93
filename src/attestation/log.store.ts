import type { Pool } from 'pg';
import { inTransaction } from '../platform/index.js';
import type { Tile } from './tile-tree.js';
import type { TileAddress } from './tiles.js';

/** Whoever assigns indices or moves the checkpoint holds this lock until its commit. */
const logLock = 'select pg_advisory_xact_lock(4937010)';

export interface StoredCheckpoint {
  size: number;
  /** 32 bytes */
  root: Buffer;
  /** the signed note */
  note: string;
}

/** A checkpoint and when it was signed, in ms since 1970. */
export interface DatedCheckpoint extends StoredCheckpoint {
  createdAt: number;
}

interface CheckpointRow {
  tree_size: string;
  root: Buffer;
  note: string;
  created_at: Date;
}

const checkpointOf = (row: CheckpointRow | undefined): DatedCheckpoint | undefined =>
  row && { size: Number(row.tree_size), root: row.root, note: row.note, createdAt: row.created_at.getTime() };

/** Moves up to `limit` waiting entries into the log, under contiguous indices, as one act. Answers how many. */
export function drainJournal(pool: Pool, limit: number): Promise<number> {
  return inTransaction(pool, {}, async (client) => {
    await client.query(logLock);
    const moved = await client.query({
      name: 'log-drain-journal',
      text: `with drained as (
          delete from journal where id in (select id from journal order by id limit $1) returning id, entry)
        insert into log_leaf (leaf_index, journal_id, entry)
        select (select coalesce(max(leaf_index) + 1, 0) from log_leaf) + row_number() over (order by id) - 1, id, entry
        from drained`,
      values: [limit],
    });
    return moved.rowCount ?? 0;
  });
}

/** The number of leaves that have a place. */
export async function readLeafCount(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ size: string }>({
    name: 'log-leaf-count',
    text: 'select coalesce(max(leaf_index) + 1, 0) as size from log_leaf',
  });
  return Number(rows[0]!.size);
}

/** Entries from `from` up to but not including `to` as a C2SP entry bundle, and how many there are. */
export async function readEntries(pool: Pool, from: number, to: number): Promise<{ bundle: Buffer; count: number }> {
  const { rows } = await pool.query<{ bundle: Buffer | null; count: number }>({
    name: 'log-entries',
    text: `select string_agg(int2send(octet_length(entry)::int2) || entry, ''::bytea order by leaf_index) as bundle,
        count(*)::int as count
      from log_leaf where leaf_index >= $1 and leaf_index < $2`,
    values: [from, to],
  });
  return { bundle: rows[0]!.bundle ?? Buffer.alloc(0), count: rows[0]!.count };
}

/** The newest checkpoint, if there is any. */
export async function readCheckpoint(pool: Pool): Promise<DatedCheckpoint | undefined> {
  const { rows } = await pool.query<CheckpointRow>({
    name: 'log-checkpoint',
    text: 'select tree_size, root, note, created_at from log_checkpoint order by tree_size desc limit 1',
  });
  return checkpointOf(rows[0]);
}

/** The checkpoint of exactly this size. */
export async function readCheckpointAt(pool: Pool, size: number): Promise<DatedCheckpoint | undefined> {
  const { rows } = await pool.query<CheckpointRow>({
    name: 'log-checkpoint-at',
    text: 'select tree_size, root, note, created_at from log_checkpoint where tree_size = $1',
    values: [size],
  });
  return checkpointOf(rows[0]);
}

/** The signed notes of the checkpoints of these sizes, by size. */
export async function readNotes(pool: Pool, sizes: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await pool.query<{ tree_size: string; note: string }>({
    name: 'log-notes',
    text: 'select tree_size, note from log_checkpoint where tree_size = any($1::bigint[])',
    values: [sizes],
  });
  return new Map(rows.map((row) => [Number(row.tree_size), row.note]));
}

/** Hashes of stored tiles, at least as wide as asked (a narrower tile is the beginning of a wider one), or `undefined`. */
export async function findTiles(pool: Pool, wanted: readonly TileAddress[]): Promise<(Buffer | undefined)[]> {
  if (wanted.length === 0) return [];
  const { rows } = await pool.query<{ at: string; hashes: Buffer }>({
    name: 'log-tiles',
    text: `select q.at, substring(t.hashes for q.width * 32) as hashes
      from unnest($1::int[], $2::bigint[], $3::int[]) with ordinality as q (level, tile_index, width, at)
      join lateral (
        select hashes from log_tile t where t.level = q.level and t.tile_index = q.tile_index and t.width >= q.width
        order by t.width limit 1) t on true`,
    values: [wanted.map((tile) => tile.level), wanted.map((tile) => tile.index), wanted.map((tile) => tile.width)],
  });
  const found: (Buffer | undefined)[] = wanted.map(() => undefined);
  for (const row of rows) found[Number(row.at) - 1] = row.hashes;
  return found;
}

/**
 * Moves the checkpoint from size `from` to the given one together with its tiles. False, and nothing changed, when
 * another process moved it first.
 */
export function advanceCheckpoint(
  pool: Pool,
  from: number,
  to: StoredCheckpoint,
  tiles: readonly Tile[],
): Promise<boolean> {
  return inTransaction(pool, {}, async (client) => {
    await client.query(logLock);
    const moved = await client.query({
      name: 'log-advance',
      text: `insert into log_checkpoint (tree_size, root, note)
        select $1, $2, $3 where $4 = (select coalesce(max(tree_size), 0) from log_checkpoint)`,
      values: [to.size, to.root, to.note, from],
    });
    if (moved.rowCount !== 1) return false;
    const addresses = [
      tiles.map(({ level }) => level),
      tiles.map(({ index }) => index),
      tiles.map(({ width }) => width),
    ];
    await client.query({
      name: 'log-put-tiles',
      text: `insert into log_tile (level, tile_index, width, hashes)
        select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bytea[])`,
      values: [...addresses, tiles.map(({ hashes }) => hashes)],
    });
    await client.query({
      name: 'log-drop-narrower-tiles',
      text: `delete from log_tile t using unnest($1::int[], $2::bigint[], $3::int[]) as q (level, tile_index, width)
        where t.level = q.level and t.tile_index = q.tile_index and t.width < q.width`,
      values: addresses,
    });
    return true;
  });
}
