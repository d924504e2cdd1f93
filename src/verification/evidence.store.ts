import type { Pool } from 'pg';
import { type AuditEntry, Deadline, inTransaction, recordAudit } from '../platform/index.js';

/** Reads public evidence with the pool of *service*: the trust list and status tokens. */
export class EvidenceStore {
  constructor(
    private readonly pool: Pool,
    private readonly deadline = new Deadline('the database', 10_000),
  ) {}

  async newestTrustList(): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ jws: string }>({
      name: 'trust-list-newest',
      text: 'select jws from trust_list order by number desc limit 1',
    });
    return rows[0]?.jws;
  }

  /** The newest token of a status list; undefined also when it can't be had: no verdict of ours rests on it. */
  async statusToken(list: number): Promise<string | undefined> {
    try {
      const { rows } = await this.deadline.within(() =>
        this.pool.query<{ token: string }>({
          name: 'status-token',
          text: 'select token from status_token where list = $1',
          values: [list],
        }),
      );
      return rows[0]?.token;
    } catch {
      return undefined;
    }
  }

  /**
   * Records that a known client verified a licence: references only, no value.
   *
   * @throws OutOfTime, or the database's fault: then the client gets no answer, since none may go unrecorded
   */
  async recordVerification(row: Omit<AuditEntry, 'action'> & { organisationId: string }): Promise<void> {
    await this.deadline.within(() =>
      inTransaction(this.pool, { organisations: [row.organisationId] }, (client) =>
        recordAudit(client, { ...row, action: 'licence-verified' }),
      ),
    );
  }
}
