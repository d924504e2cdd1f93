import type { Pool } from 'pg';
import type { VersionReceipt } from '../core/index.js';
import type { RecordName } from '../platform/index.js';
import type { Receipts } from './receipt.js';
import {
  readVersion,
  readVersions,
  readVersionsAround,
  type VersionRow,
  type VersionSummary,
} from './version-receipt.store.js';

/** The versions of a record around a moment; `waiting` when one of them is not in the log yet and so is not given. */
export interface VersionsAround {
  before?: VersionReceipt;
  after?: VersionReceipt;
  waiting: boolean;
}

/** Makes the proofs of record versions, for a pool of *service*. Throws when the database does not answer. */
export class VersionReceipts {
  constructor(
    private readonly pool: Pool,
    private readonly receipts: Receipts,
  ) {}

  /** The version in force at a moment (milliseconds), and the one after it. */
  async around(record: RecordName, at: number): Promise<VersionsAround> {
    const found = await readVersionsAround(this.pool, record, new Date(at));
    const [before, after] = await Promise.all([this.prove(found.before), this.prove(found.after)]);
    const waiting = (found.before !== undefined && !before) || (found.after !== undefined && !after);
    return { ...(before ? { before } : {}), ...(after ? { after } : {}), waiting };
  }

  /** One version; `'waiting'` until its leaf is part of the tree, `undefined` when there is none. */
  async of(record: RecordName, number: number): Promise<VersionReceipt | 'waiting' | undefined> {
    const row = await readVersion(this.pool, record, number);
    return row && ((await this.prove(row)) ?? 'waiting');
  }

  /** Versions above a number, oldest first, without their content. */
  list(record: RecordName, page: { after: number; limit: number }): Promise<VersionSummary[]> {
    return readVersions(this.pool, record, page);
  }

  private async prove(row: VersionRow | undefined): Promise<VersionReceipt | undefined> {
    if (!row || row.index === null) return undefined;
    const { version, content, salt, entry, index } = row;
    const proven = await this.receipts.prove({ salt, entry, index });
    return proven && { version, content, ...proven };
  }
}
