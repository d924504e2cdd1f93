import { Contract } from 'ethers';
import { leafHash, rootFromLeaves } from '../../src/core/index.js';
import { nodeCrypto } from '../../src/platform/crypto/node-crypto.js';
import { eventually } from '../support/registry.js';
import { logId, type Stage } from './ledger-stage.js';

const abi = [
  'event Anchored(bytes32 indexed logId, uint64 size, bytes32 root, uint64 previousSize)',
  'function anchor(bytes32 logId, uint64 size, bytes32 root, bytes32[] proof)',
];

export interface LedgerFigures {
  leaves: number;
  anchors: number;
  /** transactions of the anchorer in blocks, and those of them that the contract refused */
  transactions: number;
  refused: number;
}

/** Resolves when nothing waits, for the log or for the chain; a worker must be at work. */
export async function settled({ owner }: Stage, timeoutMs = 90_000): Promise<void> {
  let told = '';
  const done = async () => {
    const { rows } = await owner.query<{ waiting: number; leaves: number; final: number; open: number }>(
      `select (select count(*)::int from journal) as waiting, (select count(*)::int from log_leaf) as leaves,
         (select coalesce(max(tree_size)::int, 0) from anchor where state = 'final') as final,
         (select count(*)::int from anchor where state <> 'final') as open`,
    );
    const { waiting, leaves, final, open } = rows[0]!;
    told = JSON.stringify(rows[0]);
    return waiting === 0 && open === 0 && leaves > 0 && leaves === final;
  };
  await eventually(done, timeoutMs).catch((cause: unknown) => {
    throw new Error(`the ledger does not settle: ${told}`, { cause });
  });
}

export async function finalAnchors({ owner }: Stage): Promise<number> {
  const { rows } = await owner.query<{ final: number }>(
    "select count(*)::int as final from anchor where state = 'final'",
  );
  return rows[0]!.final;
}

/**
 * Holds log and chain against what was appended, by nothing that a worker remembers: each entry a leaf once, no index missing,
 * each size anchored once upon the one before, under the root of exactly these leaves, and the chain at the log's end.
 */
export async function checkLedger(
  stage: Stage,
  appended: readonly string[],
  say: (violation: string) => void,
): Promise<LedgerFigures> {
  const leaves = await checkLeaves(stage, appended, say);
  const events = await checkAnchors(stage, leaves, say);
  return { leaves: leaves.length, anchors: events, ...(await checkTransactions(stage, say)) };
}

async function checkLeaves(
  { owner }: Stage,
  appended: readonly string[],
  say: (violation: string) => void,
): Promise<Buffer[]> {
  const { rows } = await owner.query<{ at: string; entry: Buffer; version: boolean }>(
    `select leaf_index as at, entry, journal_id in (select id from record_version) as version from log_leaf order by leaf_index`,
  );
  const counts = new Map<string, number>();
  for (const [n, { at, entry, version }] of rows.entries()) {
    if (Number(at) !== n) say(`leaf ${n} is missing: ${at} comes next`);
    if (!version) counts.set(entry.toString('hex'), (counts.get(entry.toString('hex')) ?? 0) + 1);
  }
  for (const entry of appended) if (!counts.has(entry)) say(`entry ${entry} was appended and is no leaf`);
  for (const [entry, count] of counts) if (count > 1) say(`entry ${entry} is a leaf ${count} times`);
  if (counts.size !== appended.length) say(`${counts.size} entries are leaves, ${appended.length} were appended`);
  return rows.map(({ entry }) => entry);
}

async function checkAnchors(
  { owner, chain, contract }: Stage,
  entries: Buffer[],
  say: (violation: string) => void,
): Promise<number> {
  const hashes = entries.map((entry) => leafHash(entry, nodeCrypto));
  const logs = await new Contract(contract, abi, chain.node.provider).queryFilter('Anchored', 0);
  const onChain: string[] = [];
  let last = 0;
  for (const log of logs) {
    if (!('args' in log) || log.args.logId !== logId) throw new Error('an event that is not this log’s');
    const [size, previous] = [Number(log.args.size), Number(log.args.previousSize)];
    if (previous !== last || size <= last) say(`size ${size} is anchored upon ${previous} after size ${last}`);
    const root = `0x${Buffer.from(rootFromLeaves(hashes.slice(0, size), nodeCrypto)).toString('hex')}`;
    if (root !== log.args.root) say(`the root anchored at size ${size} is not the root of its leaves`);
    onChain.push(`${size} ${previous} ${log.transactionHash} final`);
    last = size;
  }
  if (last !== entries.length) say(`the chain ends at size ${last} of ${entries.length}`);
  const { rows } = await owner.query<{ line: string }>(
    `select tree_size || ' ' || previous_size || ' ' || tx_hash || ' ' || state as line from anchor order by tree_size`,
  );
  const known = new Set(rows.map(({ line }) => line));
  for (const line of onChain) if (!known.delete(line)) say(`the log does not know the anchor ${line}`);
  for (const line of known) say(`the log knows an anchor that the chain has not: ${line}`);
  return onChain.length;
}

/** Every transaction of the anchorer that is in a block: one that anchored for each size, none that was of no use. */
async function checkTransactions({ chain, contract, anchorer }: Stage, say: (violation: string) => void) {
  const { provider } = chain.node;
  const { interface: calls } = new Contract(contract, abi);
  const sizes = new Map<number, number>();
  let [transactions, refused] = [0, 0];
  const height = await provider.getBlockNumber();
  for (let at = 0; at <= height; at += 1) {
    const block = await provider.getBlock(at, true);
    for (const { from, data, hash } of block?.prefetchedTransactions ?? []) {
      if (from !== anchorer) continue;
      transactions += 1;
      const size = Number(calls.decodeFunctionData('anchor', data).size);
      if ((await provider.getTransactionReceipt(hash))?.status === 1) sizes.set(size, (sizes.get(size) ?? 0) + 1);
      else refused += 1;
    }
  }
  for (const [size, count] of sizes) if (count > 1) say(`size ${size} was anchored ${count} times`);
  if (refused > 0) say(`${refused} transactions were sent for what was anchored already, and refused`);
  return { transactions, refused };
}
