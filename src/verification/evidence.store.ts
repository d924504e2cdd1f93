import type { Pool } from 'pg';
import { formatDigest, type KnownAnchor } from '../core/index.js';
import { type AuditEntry, inTransaction, recordAudit } from '../platform/index.js';

interface AnchorRow {
  tree_size: string;
  previous_size: string;
  root: Buffer;
  tx_hash: string;
  chain_id: string;
  contract: string;
  log_id: string;
  block_number: string;
  block_time: Date;
}

/** Reads public evidence with the pool of *service*: the trust list and the anchors that the worker saw final. */
export class EvidenceStore {
  constructor(private readonly pool: Pool) {}

  async newestTrustList(): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ jws: string }>({
      name: 'trust-list-newest',
      text: 'select jws from trust_list order by number desc limit 1',
    });
    return rows[0]?.jws;
  }

  /** Final anchors of trees larger than `after`, in order. */
  async finalAnchors(after: number): Promise<KnownAnchor[]> {
    const { rows } = await this.pool.query<AnchorRow>({
      name: 'anchors-final',
      text: `select tree_size, previous_size, root, tx_hash, chain_id, contract, log_id, block_number, block_time
        from anchor where state = 'final' and tree_size > $1 order by tree_size limit 10000`,
      values: [after],
    });
    return rows.map((row) => ({
      chainId: Number(row.chain_id),
      contract: row.contract,
      logId: row.log_id,
      treeSize: Number(row.tree_size),
      transactionHash: row.tx_hash,
      blockNumber: Number(row.block_number),
      blockTime: row.block_time.toISOString(),
      root: formatDigest(row.root),
      previousTreeSize: Number(row.previous_size),
    }));
  }

  /** The newest token of a status list. */
  async statusToken(list: number): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ token: string }>({
      name: 'status-token',
      text: 'select token from status_token where list = $1',
      values: [list],
    });
    return rows[0]?.token;
  }

  /** Records that a known client verified a licence: references only, no value. */
  async recordVerification(row: Omit<AuditEntry, 'action'> & { organisationId: string }): Promise<void> {
    await inTransaction(this.pool, { organisations: [row.organisationId] }, (client) =>
      recordAudit(client, { ...row, action: 'licence-verified' }),
    );
  }
}
