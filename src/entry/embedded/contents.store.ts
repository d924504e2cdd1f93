import type pg from 'pg';

/** Whether a database, migrated or not, has rows with sealed contents. For a superuser or *owner*. */
export async function readHoldsContents(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('public.licence') is not null and to_regclass('public.citizen') is not null as there",
  );
  if (!rows[0]?.there) return false;
  const found = await client.query('(select from licence limit 1) union all (select from citizen limit 1)');
  return found.rowCount !== 0;
}
