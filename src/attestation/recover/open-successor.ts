import type { Pool, PoolClient } from 'pg';
import { canonicalJson, formatDigest, nextVersion } from '../../core/index.js';
import { inTransaction, randomChunk, uuidv7 } from '../../platform/index.js';
import { logIdOf } from '../log-id.js';
import { type LogKey, signCheckpoint } from '../log-key.js';
import { readLeafEntries } from '../rebuild.store.js';
import { agreedSize, type ChainAnchor, type RecoverParts, readHistory } from './read-history.js';
import { type FinalAnchor, putCheckpointOf, readLocalLog } from './recover.store.js';
import {
  beginNewTree,
  type FormerAnchor,
  keepFormerAnchors,
  putFirstLeaf,
  readNewestLogVersion,
} from './successor.store.js';
import { TreeWriter } from './tree-writer.js';
import { lockLog } from './worker-seat.store.js';

/** What opening a successor did. */
export interface OpenedSuccessor {
  origin: string;
  logId: string;
  /** The last anchored checkpoint of the old log, as its record names it. */
  predecessor: { origin: string; logId: string; size: number; root: string; transactionHash: string };
  /** Leaves of the new log: its record of the old one, and all entries that survived. */
  size: number;
  formerAnchors: number;
  /** Entries of the old log that nobody has any more. */
  lost: number;
}

const page = 4_096;

/**
 * Opens a successor to a log whose lost entries nobody has: leaf 0 names the old log's last anchored checkpoint as the chain
 * has it, then come the entries that survived, in their old order. The old log's anchors are kept, so that its receipts
 * stay good. One transaction, for *owner*.
 *
 * @throws Error when an anchor of the old log is not final yet, or a worker runs
 */
export async function openSuccessor(pool: Pool, parts: RecoverParts, key: LogKey): Promise<OpenedSuccessor> {
  if (key.origin === parts.key.origin) throw new Error('the successor needs an origin of its own');
  return inTransaction(pool, {}, async (client) => {
    await lockLog(client);
    const history = await readHistory(parts);
    const local = await readLocalLog(client);
    const former = formerAnchors(parts, history);
    const last = former[former.length - 1]!;
    const held = local.checkpoints.get(last.treeSize);
    if (held?.equals(last.root)) throw new Error('this log holds all that the chain does: it needs no successor');
    const agreed = agreedSize(local, history);
    await keepFormerAnchors(client, former);
    await beginNewTree(client);
    const predecessor = predecessorOf(parts, last);
    await putFirstLeaf(client, await firstVersion(client, parts, { key, predecessor }));
    const size = await growTree(client, parts, key, local.leaves + 1);
    const logId = logIdOf(key.origin);
    const lost = last.treeSize - Math.min(last.treeSize, Math.max(agreed, local.leaves));
    return { origin: key.origin, logId, predecessor, size, formerAnchors: former.length, lost };
  });
}

function formerAnchors({ key, crypto }: RecoverParts, history: readonly ChainAnchor[]): FormerAnchor[] {
  return history.map(({ size, root, final }) => {
    if (!final) throw new Error(`the anchor of size ${size} is not final yet: wait for the chain, then try again`);
    // The very bytes that were signed before: Ed25519 signs alike, and the chain vouches for the root.
    return { ...final, note: signCheckpoint({ size, root }, key, crypto) };
  });
}

const predecessorOf = ({ key }: RecoverParts, last: FinalAnchor) => ({
  origin: key.origin,
  logId: last.logId,
  chainId: last.chainId,
  contract: last.contract,
  size: last.treeSize,
  root: formatDigest(last.root),
  transactionHash: last.transaction.hash,
});

async function firstVersion(
  client: PoolClient,
  { crypto, now }: RecoverParts,
  { key, predecessor }: { key: LogKey; predecessor: ReturnType<typeof predecessorOf> },
) {
  const before = await readNewestLogVersion(client);
  const content = canonicalJson({ origin: key.origin, predecessor });
  const salt = randomChunk(32);
  const made = nextVersion({ kind: 'log', name: 'log', content }, before, { at: now, salt, crypto });
  if (!made) throw new Error('this successor was opened already');
  const { version } = made;
  const at = Date.parse(version.time);
  return { id: uuidv7(at), version, content, salt, entry: Buffer.from(made.entry), at: new Date(at) };
}

/** One checkpoint over everything: what survived is anchored at once, not in parts that look re-dated. */
async function growTree(client: PoolClient, parts: RecoverParts, key: LogKey, size: number): Promise<number> {
  const tree = new TreeWriter(client, parts.crypto);
  for (let at = 0; at < size; at += page) {
    const end = Math.min(size, at + page);
    const entries = await readLeafEntries(client, at, end);
    if (entries.length < end - at)
      throw new Error(`leaf ${at + entries.length - 1} is missing here: restore a sound backup`);
    for (const entry of entries) tree.append(entry);
    await tree.flush();
  }
  await tree.end();
  const root = tree.root();
  const note = signCheckpoint({ size, root }, key, parts.crypto);
  await putCheckpointOf(client, { size, root, note, at: new Date(parts.now) });
  return size;
}
