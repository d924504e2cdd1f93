import pg from 'pg';

/** Makes a database where there is none of this name; needs a role that may. */
export async function ensureDatabase(client: pg.ClientBase, name: string): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (!found.rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`);
}
