import type { Pool, PoolClient } from 'pg';
import { equalBytes, noteKeyId, openCheckpoint } from '../../core/index.js';
import { inTransaction, uuidv7 } from '../../platform/index.js';
import { signCheckpoint } from '../log-key.js';
import { readLeafEntries } from '../rebuild.store.js';
import type { Mirror } from './mirror.js';
import { agreedSize, type ChainAnchor, type RecoverParts, readHistory } from './read-history.js';
import {
  dropCosignatures,
  dropTree,
  type LocalLog,
  putCheckpointOf,
  putFinalAnchor,
  putLeaves,
  readLocalLog,
  takeBackLeaves,
} from './recover.store.js';
import { TreeWriter } from './tree-writer.js';
import { lockLog } from './worker-seat.store.js';

/** What a recovery from a mirror did. */
export interface RefilledLog {
  /** Leaves before and after. */
  from: number;
  to: number;
  /** Entries that the mirror gave and that waited in the journal: they were not logged twice. */
  matched: number;
  /** Entries that the mirror gave and whose events are not in the database. */
  lost: number;
  /** Leaves that were sequenced here after the backup and are not the log's: they wait in the journal again. */
  takenBack: number;
  /** Sizes of checkpoints that this database signed with another root than the log's. */
  forked: number[];
  /** Final anchors that are known again. */
  anchors: number;
  /** Entries that still wait in the journal. */
  waiting: number;
}

/** Whole bundles, some at once. */
const page = 4_096;

/**
 * Refills a log that stands behind its chain with the entries that a mirror kept, proves every anchored and every signed
 * size, and leaves the worker to go on by itself. One transaction: a mirror that does not give the chain's roots changes
 * nothing. For *owner*.
 *
 * @throws Error that says what is wrong with the mirror, or that a worker runs
 */
export function refillFromMirror(pool: Pool, parts: RecoverParts, mirror: Mirror): Promise<RefilledLog> {
  return inTransaction(pool, {}, async (client) => {
    await lockLog(client);
    const history = await readHistory(parts);
    const local = await readLocalLog(client);
    const target = await targetOf(parts, mirror, history);
    const held = local.checkpoints.get(target.size);
    if (held && equalBytes(held, target.root)) {
      throw new Error(`nothing to recover: the database holds this log up to size ${target.size}`);
    }
    return new Refill(client, parts, mirror, { history, local, target }).run();
  });
}

interface Target {
  size: number;
  root: Uint8Array;
  at: number;
}

/** How far the log must go: what the chain holds, or more when the mirror has a later checkpoint that this log signed. */
async function targetOf({ key, crypto, now }: RecoverParts, mirror: Mirror, history: readonly ChainAnchor[]) {
  const last = history[history.length - 1]!;
  const note = await mirror.checkpoint();
  if (note !== undefined) {
    const { origin, publicKey } = key;
    const noteKey = { name: origin, keyId: noteKeyId(origin, publicKey, crypto), publicKey };
    const opened = openCheckpoint(note, noteKey, crypto);
    if (!opened.ok) throw new Error(`the checkpoint of ${mirror.place} is not one of ${origin}: ${opened.code}`);
    const { size, root } = opened.value;
    mirror.reaches(size);
    if (size > last.size) return { size, root, at: now };
  }
  return { size: last.size, root: last.root, at: last.blockTime };
}

class Refill {
  private readonly tree: TreeWriter;
  private readonly done = { matched: 0, lost: 0, takenBack: 0, forked: [] as number[], anchors: 0 };
  private readonly proofs: Map<number, { root: Uint8Array; at: number; by: string }>;
  /** Leaves here that are the log's. */
  private good: number;

  constructor(
    private readonly client: PoolClient,
    private readonly parts: RecoverParts,
    private readonly mirror: Mirror,
    private readonly given: { history: readonly ChainAnchor[]; local: LocalLog; target: Target },
  ) {
    this.tree = new TreeWriter(client, parts.crypto);
    this.good = given.local.leaves;
    this.proofs = new Map(
      given.history.map(({ size, root, blockTime }) => [size, { root, at: blockTime, by: 'the chain' }]),
    );
    const { size, root, at } = given.target;
    if (!this.proofs.has(size)) this.proofs.set(size, { root, at, by: `the checkpoint of ${mirror.place}` });
  }

  async run(): Promise<RefilledLog> {
    const { history, local, target } = this.given;
    const agreed = agreedSize(local, history);
    await dropTree(this.client, target.size);
    // Bundles begin at multiples of their size.
    for (let at = 0; at < target.size; at += page) {
      const end = Math.min(target.size, at + page);
      const entries = end <= agreed ? await this.kept(at, end) : await this.mirrored(at, end);
      for (const entry of entries) {
        this.tree.append(entry);
        await this.prove();
      }
      await this.tree.flush();
    }
    await this.tree.end();
    await dropCosignatures(this.client, this.done.forked);
    for (const { final } of history) {
      if (!final || local.anchored.includes(final.treeSize)) continue;
      await putFinalAnchor(this.client, final);
      this.done.anchors++;
    }
    const { waiting } = await readLocalLog(this.client);
    return { from: local.leaves, to: target.size, ...this.done, waiting };
  }

  private async kept(from: number, to: number): Promise<Buffer[]> {
    const entries = await readLeafEntries(this.client, from, to);
    if (entries.length === to - from) return entries;
    throw new Error(`leaf ${from + entries.length} is missing here, below what is anchored: restore a sound backup`);
  }

  /** What the mirror gives; from the first entry that is another here than there, the log is the mirror's. */
  private async mirrored(from: number, to: number): Promise<Buffer[]> {
    const entries = await this.mirror.entries(from, to);
    const here = from < this.good ? await readLeafEntries(this.client, from, Math.min(to, this.good)) : [];
    const same = entries.findIndex((entry, at) => !here[at]?.equals(entry));
    const good = same < 0 ? to : from + same;
    if (good < Math.min(to, this.good)) {
      this.done.takenBack = await this.takeBack(good);
      this.good = good;
    }
    if (good >= to) return entries;
    const missing = entries.slice(good - from);
    const fresh = missing.map(() => uuidv7(this.parts.now));
    const matched = await putLeaves(this.client, good, missing, fresh);
    this.done.matched += matched;
    this.done.lost += missing.length - matched;
    return entries;
  }

  private async takeBack(from: number): Promise<number> {
    const count = this.given.local.leaves - from;
    await takeBackLeaves(this.client, from);
    return count;
  }

  /** At each size that somebody vouches for: the root is what they say, and the checkpoint is signed (again). */
  private async prove(): Promise<void> {
    const { size } = this.tree;
    const { key, crypto } = this.parts;
    const known = this.proofs.get(size);
    const signed = this.given.local.checkpoints.get(size);
    if (!known && !signed) return;
    const root = this.tree.root();
    if (known && !equalBytes(known.root, root)) {
      throw new Error(`the entries of ${this.mirror.place} do not give the root of size ${size} that ${known.by} has`);
    }
    if (signed && !equalBytes(signed, root)) this.done.forked.push(size);
    const at = new Date(known?.at ?? this.parts.now);
    await putCheckpointOf(this.client, { size, root, note: signCheckpoint({ size, root }, key, crypto), at });
  }
}
