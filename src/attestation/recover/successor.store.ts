import type { PoolClient } from 'pg';
import { formatDigest, type LatestVersion, type RecordVersion } from '../../core/index.js';
import type { FinalAnchor } from './recover.store.js';

/** A final anchor of a log that is succeeded, with what that log signed about it. */
export type FormerAnchor = FinalAnchor & { note: string };

/** Keeps final anchors of the old log; its own rows, with what witnesses signed, come before what is made here again. */
export async function keepFormerAnchors(client: PoolClient, made: readonly FormerAnchor[]): Promise<void> {
  const lines = (
    subject: string,
  ) => `coalesce((select string_agg(s.line || chr(10), '' order by s.witness) from cosignature s
    where s.subject = '${subject}' and s.tree_size = a.tree_size), '')`;
  await client.query(
    `insert into former_anchor (log_id, tree_size, previous_size, root, tx_hash, chain_id, contract, block_number, block_hash,
        block_time, note, statement)
      select a.log_id, a.tree_size, a.previous_size, a.root, a.tx_hash, a.chain_id, a.contract, a.block_number, a.block_hash,
        a.block_time, c.note || ${lines('checkpoint')}, a.statement || ${lines('anchor')}
      from anchor a join log_checkpoint c using (tree_size) where a.state = 'final'
      on conflict (log_id, tree_size) do nothing`,
  );
  for (const anchor of made) {
    await client.query({
      name: 'recover-former-anchor',
      text: `insert into former_anchor (log_id, tree_size, previous_size, root, tx_hash, chain_id, contract, block_number,
          block_hash, block_time, note, statement)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (log_id, tree_size) do nothing`,
      values: [
        anchor.logId,
        anchor.treeSize,
        anchor.previousSize,
        anchor.root,
        anchor.transaction.hash,
        anchor.chainId,
        anchor.contract,
        anchor.block.number,
        anchor.block.hash,
        new Date(anchor.block.time),
        anchor.note,
        anchor.statement,
      ],
    });
  }
}

/** Empties what belongs to the old log alone; entries keep their order, one place further on. */
export async function beginNewTree(client: PoolClient): Promise<void> {
  for (const table of ['cosignature', 'anchor', 'log_checkpoint', 'log_tile'])
    await client.query(`delete from ${table}`);
  // By way of negative places, since none may be taken twice meanwhile.
  await client.query('update log_leaf set leaf_index = -(leaf_index + 1)');
  await client.query('update log_leaf set leaf_index = -leaf_index');
}

export interface FirstVersion {
  id: string;
  version: RecordVersion;
  content: string;
  salt: Buffer;
  entry: Buffer;
  at: Date;
}

/** The record that names the log before, as leaf 0. */
export async function putFirstLeaf(client: PoolClient, record: FirstVersion): Promise<void> {
  const { id, version, content, salt, entry, at } = record;
  await client.query(
    `insert into record_version (id, kind, name, number, version, content, salt, entry, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, version.kind, version.name, version.number, version, content, salt, entry, at],
  );
  await client.query('insert into log_leaf (leaf_index, journal_id, entry) values (0, $1, $2)', [id, entry]);
}

/** The newest version of kind *log*, if there is any. */
export async function readNewestLogVersion(client: PoolClient): Promise<LatestVersion | undefined> {
  const { rows } = await client.query<{ version: RecordVersion; entry: Buffer }>(
    `select version, entry from record_version where kind = 'log' order by number desc limit 1`,
  );
  const row = rows[0];
  return row && { ...row.version, entry: formatDigest(row.entry) };
}
