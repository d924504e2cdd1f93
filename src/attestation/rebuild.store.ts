import type { PoolClient } from 'pg';
import type { CarrierStatement, RecordVersion } from '../core/index.js';
import type { Tile } from './tile-tree.js';
import { readBundle, type TileAddress } from './tiles.js';

/** A size of the tree that a checkpoint signs or an anchor carries. */
export interface SizeToProve {
  size: number;
  /** Undefined when only an anchor knows this size. */
  checkpoint?: { root: Buffer; note: string };
  /** The root of the anchor of this size, if it is anchored. */
  anchorRoot?: Buffer;
}

interface SizeRow {
  tree_size: string;
  root: Buffer | null;
  note: string | null;
  anchor_root: Buffer | null;
}

/** Sizes with a checkpoint or an anchor, above `from` up to `to`, in order. */
export async function readSizes(client: PoolClient, from: number, to: number): Promise<SizeToProve[]> {
  const { rows } = await client.query<SizeRow>({
    name: 'rebuild-sizes',
    text: `select tree_size, c.root, c.note, a.root as anchor_root
      from (select * from log_checkpoint where tree_size > $1 and tree_size <= $2) c
        full join (select * from anchor where tree_size > $1 and tree_size <= $2) a using (tree_size)
      order by tree_size`,
    values: [from, to],
  });
  return rows.map(({ tree_size: size, root, note, anchor_root: anchorRoot }) => ({
    size: Number(size),
    ...(root !== null && note !== null ? { checkpoint: { root, note } } : {}),
    ...(anchorRoot === null ? {} : { anchorRoot }),
  }));
}

/** The largest size with a checkpoint or an anchor. */
export async function readProvenSize(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ size: string }>({
    name: 'rebuild-proven-size',
    text: `select coalesce(greatest((select max(tree_size) from log_checkpoint), (select max(tree_size) from anchor)), 0) as size`,
  });
  return Number(rows[0]!.size);
}

/** Entries from `from` up to the first gap or `to`. */
export async function readLeafEntries(client: PoolClient, from: number, to: number): Promise<Buffer[]> {
  const { rows } = await client.query<{ bundle: Buffer | null; last: string | null; count: number }>({
    name: 'rebuild-leaves',
    text: `select string_agg(int2send(octet_length(entry)::int2) || entry, ''::bytea order by leaf_index) as bundle,
        max(leaf_index) as last, count(*)::int as count
      from log_leaf where leaf_index >= $1 and leaf_index < $2`,
    values: [from, to],
  });
  const { bundle, last, count } = rows[0]!;
  if (bundle === null) return [];
  if (Number(last) === from + count - 1) return readBundle(bundle);
  const first = await client.query<{ leaf_index: string }>({
    name: 'rebuild-gap',
    text: 'select leaf_index from log_leaf where leaf_index >= $1 and leaf_index < $2 order by leaf_index',
    values: [from, to],
  });
  const gap = first.rows.findIndex((row, at) => Number(row.leaf_index) !== from + at);
  return readBundle(bundle).slice(0, gap);
}

/** The stored tiles of exactly these addresses. */
export async function readTiles(client: PoolClient, wanted: readonly TileAddress[]): Promise<Map<string, Buffer>> {
  const { rows } = await client.query<{ level: number; tile_index: string; width: number; hashes: Buffer }>({
    name: 'rebuild-tiles',
    text: `select t.level, t.tile_index, t.width, t.hashes
      from unnest($1::int[], $2::bigint[], $3::int[]) as q (level, tile_index, width)
        join log_tile t using (level, tile_index, width)`,
    values: [wanted.map((tile) => tile.level), wanted.map((tile) => tile.index), wanted.map((tile) => tile.width)],
  });
  return new Map(rows.map((row) => [`${row.level}/${row.tile_index}/${row.width}`, row.hashes]));
}

/** Stored tiles that a tree of `size` leaves does not have. */
export async function readSurplusTiles(client: PoolClient, size: number): Promise<TileAddress[]> {
  const { rows } = await client.query<{ level: number; tile_index: string; width: number }>({
    name: 'rebuild-surplus-tiles',
    text: `select level, tile_index, width from log_tile
      where width <> greatest(0, least(256, div($1::numeric, power(256::numeric, level)) - tile_index * 256))
      order by level, tile_index, width`,
    values: [size],
  });
  return rows.map((row) => ({ level: row.level, index: Number(row.tile_index), width: row.width }));
}

/** What stands in the log or waits for it, and belongs to nothing; versions and carriers without a place. At most `limit` named of each. */
export async function readStrays(client: PoolClient, limit: number): Promise<{ count: number; named: string[] }> {
  const { rows } = await client.query<{ what: string; count: string }>({
    name: 'rebuild-strays',
    text: `with stray as (
        select 1 as kind, leaf_index as at, 'leaf ' || leaf_index || ' of the log (journal id ' || journal_id || '): no event, no record version and no carrier has it' as what
        from log_leaf f where not exists (select from licence_event e where e.id = f.journal_id)
          and not exists (select from record_version r where r.id = f.journal_id)
          and not exists (select from carrier c where c.id = f.journal_id)
        union all
        select 2, 0, 'journal row ' || id || ': no event, no record version and no carrier has it'
        from journal j where not exists (select from licence_event e where e.id = j.id)
          and not exists (select from record_version r where r.id = j.id)
          and not exists (select from carrier c where c.id = j.id)
        union all
        select m.kind, m.at, m.what || ': ' ||
          case when f.entry is null and j.entry is null then 'it has no leaf in the log and does not wait for one'
            when f.entry is not null and j.entry is not null then 'it waits in the journal and is in the log'
            else 'the log holds another entry' end
        from (
          select 3 as kind, number as at, 'record version ' || kind || ' ' || name || ' ' || number as what, id, entry from record_version
          union all
          select 4, 0, 'carrier ' || id, id, entry from carrier) m
          left join log_leaf f on f.journal_id = m.id left join journal j on j.id = m.id
        where (f.entry is null) = (j.entry is null) or coalesce(f.entry, j.entry) <> m.entry)
      select what, count from (
        select *, count(*) over () as count, row_number() over (partition by kind order by at, what) as nth from stray) s
      where nth <= $1 order by kind, at, what`,
    values: [limit],
  });
  return { count: Number(rows[0]?.count ?? 0), named: rows.map(({ what }) => what) };
}

/** A record version as it is kept. */
export interface VersionRow {
  kind: string;
  name: string;
  number: number;
  version: RecordVersion;
  content: string;
  salt: Buffer;
  entry: Buffer;
}

/** Record versions after one, by kind, name and number. */
export async function readVersionRows(
  client: PoolClient,
  after: VersionRow | undefined,
  limit: number,
): Promise<VersionRow[]> {
  const { rows } = await client.query<VersionRow>({
    name: 'rebuild-versions',
    text: `select kind, name, number, version, content, salt, entry from record_version
      where (kind, name, number) > ($1, $2, $3) order by kind, name, number limit $4`,
    values: [after?.kind ?? '', after?.name ?? '', after?.number ?? 0, limit],
  });
  return rows;
}

/** A carrier as the log knows it, with what its row and its licence say of it. */
export interface CarrierRow {
  id: string;
  kind: string;
  digest: Buffer;
  statement: CarrierStatement;
  salt: Buffer;
  entry: Buffer;
  made_at: Date;
  identifier: string | null;
  master_digest: Buffer | null;
}

/** Carriers after one, by id. */
export async function readCarrierRows(
  client: PoolClient,
  after: CarrierRow | undefined,
  limit: number,
): Promise<CarrierRow[]> {
  const { rows } = await client.query<CarrierRow>({
    name: 'rebuild-carriers',
    text: `select c.id, c.kind, c.digest, c.statement, c.salt, c.entry, c.made_at, l.identifier, l.master_digest
      from carrier c left join licence l on l.id = c.licence_id and l.organisation_id = c.organisation_id
      where c.id > $1 order by c.id limit $2`,
    values: [after?.id ?? '00000000-0000-0000-0000-000000000000', limit],
  });
  return rows;
}

export async function putTiles(client: PoolClient, tiles: readonly Tile[]): Promise<void> {
  if (tiles.length === 0) return;
  await client.query(
    `insert into log_tile (level, tile_index, width, hashes) select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bytea[])
      on conflict (level, tile_index, width) do update set hashes = excluded.hashes`,
    [
      tiles.map(({ level }) => level),
      tiles.map(({ index }) => index),
      tiles.map(({ width }) => width),
      tiles.map(({ hashes }) => hashes),
    ],
  );
}

export async function dropTiles(client: PoolClient, tiles: readonly TileAddress[]): Promise<void> {
  await client.query(
    `delete from log_tile t using unnest($1::int[], $2::bigint[], $3::int[]) as q (level, tile_index, width)
      where t.level = q.level and t.tile_index = q.tile_index and t.width = q.width`,
    [tiles.map(({ level }) => level), tiles.map(({ index }) => index), tiles.map(({ width }) => width)],
  );
}

export async function putCheckpoint(
  client: PoolClient,
  { size, root, note }: { size: number; root: Uint8Array; note: string },
): Promise<void> {
  await client.query({
    name: 'rebuild-put-checkpoint',
    text: `insert into log_checkpoint (tree_size, root, note) values ($1, $2, $3)
      on conflict (tree_size) do update set root = excluded.root, note = excluded.note`,
    values: [size, Buffer.from(root), note],
  });
}
