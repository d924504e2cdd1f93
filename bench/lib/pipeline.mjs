// Row A1: from the journal to tiles and a signed checkpoint that are stored, the product's verbs against the straight
// line's one transaction, round by round, each on a database of its own.
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startChild } from './child.mjs';
import { fillJournal } from './journal.mjs';
import { median } from './rows.mjs';

/** Medians over the rounds of both sides in leaves per second, their ratio, and the straight line's floors. */
export async function measurePipeline(stage, { dist, rounds, leaves, say }) {
  const { migrate } = await import(pathToFileURL(join(dist, 'src/platform/database/migrate.js')).href);
  const names = ['product', 'straight', 'hollow'];
  const databases = {};
  for (const name of names) {
    databases[name] = await stage.database(`pipeline_${name}`);
    await migrate(databases[name].superuserUrl);
  }
  const [product, straight, hollow] = await Promise.all([
    startChild('lib/pipeline-product.mjs', [dist, databases.product.superuserUrl], { awaitPort: false }),
    startChild('straight-line/pipeline.mjs', [databases.straight.superuserUrl], { awaitPort: false }),
    startChild('straight-line/pipeline.mjs', [databases.hollow.superuserUrl], { awaitPort: false }),
  ]);
  const children = { product, straight, hollow };
  try {
    const results = { product: [], straight: [], statements: [], hashing: [] };
    let ms = Date.now();
    const round = async (name, work) => {
      ms += 1_000;
      await fillJournal(databases[name].ask, leaves, ms);
      await databases[name].ask('vacuum analyze journal, log_leaf, log_tile, log_checkpoint');
      await databases[name].ask('checkpoint');
      return (await children[name].ask({ work })).done;
    };
    // One more than counts: the first onto an empty log, with nothing compiled.
    for (let n = 0; n <= rounds; n++) {
      results.product.push(await round('product', 'run'));
      results.straight.push(await round('straight', 'run'));
      results.statements.push(await round('hollow', 'statements'));
      results.hashing.push((await hollow.ask({ work: 'hashing', count: leaves })).done);
      if (n === 0) for (const side of Object.values(results)) side.pop();
      else say(`A1 ${n}/${rounds}`);
    }
    for (const name of ['product', 'straight'])
      await mustHoldItsLeaves(name, databases[name].ask, leaves * (rounds + 1));
    return { leaves, ...figures(results, leaves) };
  } finally {
    await Promise.all(Object.values(children).map((child) => child.stop()));
  }
}

function figures({ product, straight, statements, hashing }, leaves) {
  const perSecond = (rounds) => median(rounds.map(({ ms }) => (leaves * 1000) / ms));
  const each = (rounds, of) => (median(rounds.map((round) => round[of])) * (of === 'ms' ? 1000 : 1)) / leaves;
  return {
    ratio: median(product.map(({ ms }, n) => straight[n].ms / ms)),
    product: { perSecond: perSecond(product), cpu: each(product, 'cpu') },
    straight: { perSecond: perSecond(straight), cpu: each(straight, 'cpu'), us: each(straight, 'ms') },
    floors: { statements: each(statements, 'ms'), hashing: each(hashing, 'ms') },
  };
}

/** Every entry a leaf, none left waiting, and the stored root the root of just these leaves, computed once more from all of them. */
async function mustHoldItsLeaves(name, ask, count) {
  const rows = await ask('select leaf_index as at, entry from log_leaf order by leaf_index');
  const [{ waiting }] = await ask('select count(*)::int as waiting from journal');
  const [checkpoint] = await ask('select tree_size, root from log_checkpoint order by tree_size desc limit 1');
  const gap = rows.findIndex(({ at }, n) => Number(at) !== n);
  if (rows.length !== count || waiting !== 0 || gap >= 0 || Number(checkpoint?.tree_size) !== count)
    throw new Error(`${name}: ${rows.length} leaves of ${count}, ${waiting} waiting, first gap at ${gap}`);
  if (!rootOf(rows.map(({ entry }) => entry)).equals(checkpoint.root))
    throw new Error(`${name}: the stored root is wrong`);
}

function rootOf(entries) {
  let row = entries.map((entry) => hash('sha256', Buffer.concat([Buffer.alloc(1), entry]), 'buffer'));
  while (row.length > 1) {
    const above = [];
    // A node without a neighbour moves up as it is: the same tree as RFC 6962's, split at the largest power of two.
    for (let at = 0; at < row.length; at += 2)
      above.push(
        at + 1 < row.length
          ? hash('sha256', Buffer.concat([Buffer.alloc(1, 1), row[at], row[at + 1]]), 'buffer')
          : row[at],
      );
    row = above;
  }
  return row[0];
}
