import type { Pool } from 'pg';
import type { Organisation } from './organisation.js';
import { readOrganisation } from './organisation.store.js';
import { RecentReads } from './recent-reads.js';

const maxAgeMs = 60_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Organisations by id and by credit code, read when first asked for and again after a minute. */
export class OrganisationDirectory {
  private readonly byIds: RecentReads<Organisation>;
  private readonly byCodes: RecentReads<Organisation>;

  constructor(pool: Pool) {
    this.byIds = new RecentReads((id) => readOrganisation(pool, 'id', id), maxAgeMs);
    this.byCodes = new RecentReads((code) => readOrganisation(pool, 'credit_code', code), maxAgeMs);
  }

  async byId(id: string): Promise<Organisation | undefined> {
    return uuid.test(id) ? this.byIds.get(id) : undefined;
  }

  async byCreditCode(code: string): Promise<Organisation | undefined> {
    return /^[0-9A-Z]{18}$/.test(code) ? this.byCodes.get(code) : undefined;
  }
}
