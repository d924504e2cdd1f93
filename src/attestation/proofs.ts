import type { Pool } from 'pg';
import { consistencyRanges, inclusionRanges, type TreeHasher } from '../core/index.js';
import { LedgerFault } from './ledger-fault.js';
import { findTiles } from './log.store.js';
import { NodeReader } from './tile-nodes.js';

/** Proofs out of the stored tiles. Shared by all who ask in one process: the tiles used last stay in memory. */
export class LogProofs {
  private readonly nodes: NodeReader;

  constructor(pool: Pool, crypto: TreeHasher) {
    this.nodes = new NodeReader(async (wanted) => {
      const found = await findTiles(pool, wanted);
      return found.map((hashes, at) => {
        const { level, index, width } = wanted[at]!;
        if (!hashes) throw new LedgerFault(`tile ${level}/${index} of the log is missing below width ${width}`);
        return hashes;
      });
    }, crypto);
  }

  /** RFC 6962 inclusion proof of a leaf in the integrated tree of `size` leaves. */
  inclusion(index: number, size: number): Promise<Uint8Array[]> {
    return this.nodes.hashRanges(inclusionRanges(index, size), size);
  }

  /** RFC 6962 consistency proof between two integrated sizes; empty from size 0. */
  consistency(from: number, to: number): Promise<Uint8Array[]> {
    return this.nodes.hashRanges(consistencyRanges(from, to), to);
  }
}
