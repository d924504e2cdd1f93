// The straight line of the anchor pipeline: what waits in the journal becomes leaves, tiles and a signed checkpoint in one
// transaction of two statements; the tree's right edge stays in memory. Forked with `<address of a database>`.
import { generateKeyPairSync, hash, sign } from 'node:crypto';
import pg from 'pg';

const most = 16_384;
const width = 256;
const client = new pg.Client({ connectionString: process.argv[2] });
await client.connect();
const { privateKey } = generateKeyPairSync('ed25519');

const leaf = Buffer.alloc(33);
const node = Buffer.alloc(65, 1);
/** Writes a digest into a buffer, by way of a string of bytes: quicker than asking for a Buffer. */
const put = (into, at, data) => into.latin1Write(hash('sha256', data, 'binary'), at, 32);

/** Folds the first `count` hashes of a row to their perfect subtrees, largest first. */
function subtrees(row, count) {
  const found = [];
  for (let from = 0; from < count; ) {
    const size = 1 << (31 - Math.clz32(count - from));
    let level = row.subarray(from * 32, (from + size) * 32);
    while (level.length > 32) {
      const above = Buffer.alloc(level.length / 2);
      for (let at = 0; at < above.length; at += 32) {
        level.copy(node, 1, at * 2, at * 2 + 64);
        put(above, at, node);
      }
      level = above;
    }
    found.push(level);
    from += size;
  }
  return found;
}

/** The tree's right edge: one tile that is not full for each level of tiles. */
const edge = [];
let size = 0;

function push(level, digest, done) {
  edge[level] ??= { index: 0, count: 0, hashes: Buffer.alloc(width * 32), touched: false };
  const tile = edge[level];
  digest.copy(tile.hashes, tile.count * 32);
  tile.count += 1;
  tile.touched = true;
  if (tile.count < width) return;
  done.push({ level, index: tile.index, width, hashes: tile.hashes });
  const [above] = subtrees(tile.hashes, width);
  edge[level] = { index: tile.index + 1, count: 0, hashes: Buffer.alloc(width * 32), touched: false };
  push(level + 1, above, done);
}

/** Adds entries of 32 bytes each; answers the tiles that are new. */
function grow(entries) {
  const done = [];
  const digest = Buffer.alloc(32);
  for (let at = 0; at < entries.length; at += 32) {
    entries.copy(leaf, 1, at, at + 32);
    put(digest, 0, leaf);
    push(0, digest, done);
  }
  size += entries.length / 32;
  const open = edge.flatMap((tile, level) => {
    if (!tile.touched || tile.count === 0) return [];
    tile.touched = false;
    return [{ level, index: tile.index, width: tile.count, hashes: tile.hashes.subarray(0, tile.count * 32) }];
  });
  return [...done, ...open];
}

function root() {
  const frontier = edge.toReversed().flatMap(({ hashes, count }) => subtrees(hashes, count));
  return frontier.reduceRight((right, left) => {
    left.copy(node, 1);
    right.copy(node, 33);
    const above = Buffer.alloc(32);
    put(above, 0, node);
    return above;
  });
}

const drain = {
  name: 'drain',
  text: `with drained as (delete from journal where id in (select id from journal order by id limit $1) returning id, entry),
      placed as (insert into log_leaf (leaf_index, journal_id, entry)
        select $2 + row_number() over (order by id) - 1, id, entry from drained returning leaf_index, entry)
    select string_agg(entry, ''::bytea order by leaf_index) as entries from placed`,
};
const store = {
  name: 'store',
  text: `with tiles as (select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bytea[]) q (level, tile_index, width, hashes)),
      put as (insert into log_tile select * from tiles),
      dropped as (delete from log_tile t using tiles q
        where t.level = q.level and t.tile_index = q.tile_index and t.width < q.width)
    insert into log_checkpoint (tree_size, root, note)
      select $5, $6, $7 where $8 = (select coalesce(max(tree_size), 0) from log_checkpoint)`,
};

async function storeGrowth(tiles, from, to, top, note) {
  const columns = ['level', 'index', 'width', 'hashes'].map((name) => tiles.map((tile) => tile[name]));
  const { rowCount } = await client.query({ ...store, values: [...columns, to, top, note, from] });
  if (rowCount !== 1) throw new Error('the checkpoint moved');
}

/** Until nothing waits. `work` turns drained entries into tiles, root and note. */
async function run(work) {
  for (;;) {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(4937010)');
    const from = size;
    const { rows } = await client.query({ ...drain, values: [most, from] });
    const { entries } = rows[0];
    if (entries === null) return void (await client.query('rollback'));
    const { tiles, top, note } = work(entries);
    await storeGrowth(tiles, from, size, top, note);
    await client.query('commit');
    if (entries.length < most * 32) return;
  }
}

function whole(entries) {
  const tiles = grow(entries);
  const top = root();
  const text = `bench.example/log\n${size}\n${top.toString('base64')}\n`;
  const note = `${text}\n— bench.example/log ${sign(null, Buffer.from(text), privateKey).toString('base64')}\n`;
  return { tiles, top, note };
}

/** Tiles and a root of the right sizes, and not one hash: what is left is what PostgreSQL takes. */
function hollow(entries) {
  const tiles = [];
  const before = size;
  size += entries.length / 32;
  for (
    let level = 0, [from, to] = [before, size];
    to > 0;
    level += 1, from = Math.floor(from / width), to = Math.floor(to / width)
  ) {
    for (let index = Math.floor(from / width); index * width < to; index += 1) {
      const count = Math.min(width, to - index * width);
      if (index * width + count > from) tiles.push({ level, index, width: count, hashes: Buffer.alloc(count * 32, 1) });
    }
  }
  return { tiles, top: Buffer.alloc(32, 1), note: 'x'.repeat(180) };
}

/** The digests of so many leaves and of their inner nodes, and nothing else. */
function hashing(count) {
  const out = Buffer.alloc(32);
  for (let at = 0; at < count; at += 1) {
    leaf.writeUInt32BE(at, 1);
    put(out, 0, leaf);
    node.writeUInt32BE(at, 1);
    put(out, 0, node);
  }
}

const works = { run: () => run(whole), statements: () => run(hollow), hashing: ({ count }) => hashing(count) };

process.on('message', async (message) => {
  try {
    const began = performance.now();
    const cpu = process.cpuUsage();
    await works[message.work](message);
    const { user, system } = process.cpuUsage(cpu);
    process.send({ done: { ms: performance.now() - began, cpu: user + system, size } });
  } catch (fault) {
    process.send({ fault: String(fault?.stack ?? fault) });
  }
});
process.on('disconnect', () => process.exit());
