import type { Pool } from 'pg';
import type { Organisation } from './organisation.js';

interface Row {
  id: string;
  credit_code: string;
  name_zh: string;
  name_en: string;
  kind: Organisation['kind'];
}

export async function readOrganisation(
  pool: Pool,
  column: 'id' | 'credit_code',
  value: string,
): Promise<Organisation | undefined> {
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
