import type { Pool } from 'pg';
import { formatDigest, type LicenceEvent, type Receipt, type TreeHasher, toBase64url } from '../core/index.js';
import type { Clock } from '../platform/index.js';
import { AnchorBook } from './anchor-book.js';
import { statementsAbout } from './anchor-statements.js';
import { receiptAnchor } from './known-anchor.js';
import { readCheckpoint, readCheckpointAt, type StoredCheckpoint } from './log.store.js';
import { LogProofs } from './proofs.js';

/** A logged event: what its row holds, and the index of its leaf. */
export interface LoggedEvent {
  event: LicenceEvent;
  /** 32 bytes */
  salt: Uint8Array;
  /** 32 bytes */
  entry: Uint8Array;
  index: number;
}

const maxCheckpoints = 1_000;

/**
 * Builds receipts from tiles, for a pool of *service*; made once a process, since it keeps tiles, anchors and checkpoints in
 * memory, all bounded. May run concurrently. Throws when the database does not answer.
 */
export class Receipts {
  /** The final anchors that receipts name; a verifier's evidence too. */
  readonly anchors: AnchorBook;
  private readonly proofs: LogProofs;
  private readonly checkpoints = new Map<number, StoredCheckpoint>();
  private newest: StoredCheckpoint | undefined;

  constructor(
    private readonly pool: Pool,
    crypto: TreeHasher,
    clock: Clock,
  ) {
    this.anchors = new AnchorBook(pool, clock);
    this.proofs = new LogProofs(pool, crypto);
  }

  /**
   * The receipt of an event: under the first final anchor that holds it, else under the newest checkpoint with `anchor`
   * null. `undefined` while the leaf is not part of the tree.
   */
  async build({ event, ...leaf }: LoggedEvent): Promise<Receipt | undefined> {
    const proven = await this.prove(leaf);
    return proven && { event, ...proven };
  }

  /** What the log states of the anchors that a receipt of ours names; for who judges it without a chain node. */
  statements(receipt: Receipt): Promise<string[]> {
    return statementsAbout(this.pool, receipt);
  }

  /** What the receipts of events and of versions have in common: the proof of a leaf. */
  async prove({ salt, entry, index }: Omit<LoggedEvent, 'event'>): Promise<Omit<Receipt, 'event'> | undefined> {
    const covering = await this.anchors.covering(index);
    const checkpoint = covering ? await this.checkpointAt(covering.anchor.treeSize) : await this.holding(index);
    if (!checkpoint) return undefined;
    const proof = await this.proofs.inclusion(index, checkpoint.size);
    return {
      salt: toBase64url(salt),
      entry: formatDigest(entry),
      index,
      treeSize: checkpoint.size,
      inclusionProof: proof.map(formatDigest),
      checkpoint: checkpoint.note,
      anchor: covering ? receiptAnchor(covering.anchor) : null,
      previousAnchor: covering?.previous ? receiptAnchor(covering.previous) : null,
    };
  }

  private async checkpointAt(size: number): Promise<StoredCheckpoint> {
    const kept = this.checkpoints.get(size);
    if (kept) return kept;
    const read = await readCheckpointAt(this.pool, size);
    if (!read) throw new Error(`the anchored checkpoint of size ${size} is missing`);
    this.checkpoints.set(size, read);
    if (this.checkpoints.size > maxCheckpoints) this.checkpoints.delete(this.checkpoints.keys().next().value!);
    return read;
  }

  /** Any checkpoint proves a leaf that it holds, so the last one read will do as long as it does. */
  private async holding(index: number): Promise<StoredCheckpoint | undefined> {
    if (!this.newest || this.newest.size <= index) this.newest = await readCheckpoint(this.pool);
    return this.newest && this.newest.size > index ? this.newest : undefined;
  }
}
