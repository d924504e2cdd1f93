import type { Pool } from 'pg';
import { RecentReads } from './recent-reads.js';

export interface Organisation {
  id: string;
  /** Unified social credit code. */
  creditCode: string;
  name: { 'zh-CN': string; en: string };
  kind: 'authority' | 'relying' | 'operator';
}

const maxAgeMs = 60_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Organisations by id and by credit code, read when first asked for and again after a minute. */
export class OrganisationDirectory {
  private readonly byIds: RecentReads<Organisation>;
  private readonly byCodes: RecentReads<Organisation>;

  constructor(pool: Pool) {
    this.byIds = new RecentReads((id) => read(pool, 'id', id), maxAgeMs);
    this.byCodes = new RecentReads((code) => read(pool, 'credit_code', code), maxAgeMs);
  }

  async byId(id: string): Promise<Organisation | undefined> {
    return uuid.test(id) ? this.byIds.get(id) : undefined;
  }

  async byCreditCode(code: string): Promise<Organisation | undefined> {
    return /^[0-9A-Z]{18}$/.test(code) ? this.byCodes.get(code) : undefined;
  }
}

interface Row {
  id: string;
  credit_code: string;
  name_zh: string;
  name_en: string;
  kind: Organisation['kind'];
}

async function read(pool: Pool, column: 'id' | 'credit_code', value: string): Promise<Organisation | undefined> {
  const { rows } = await pool.query<Row>({
    name: `access-organisation-by-${column}`,
    text: `select id, credit_code, name_zh, name_en, kind from organisation where ${column} = $1`,
    values: [value],
  });
  const row = rows[0];
  return (
    row && {
      id: row.id,
      creditCode: row.credit_code,
      name: { 'zh-CN': row.name_zh, en: row.name_en },
      kind: row.kind,
    }
  );
}
