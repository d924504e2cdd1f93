import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';

/** Brings the schema of *owner*'s database up to date; several at once wait for each other. */
export async function migrate(ownerUrl: string): Promise<number> {
  const dataSource = new DataSource({ type: 'postgres', url: ownerUrl, migrations, migrationsTransactionMode: 'each' });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock(4937002)');
    return (await dataSource.runMigrations()).length;
  } finally {
    await runner.query('select pg_advisory_unlock(4937002)').catch(() => undefined);
    await runner.release();
    await dataSource.destroy();
  }
}

/** Names of migrations that the build knows and the database lacks; read with any role that may see the table. */
export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const rows: { name: string }[] = await dataSource.query('select name from migrations');
  const done = new Set(rows.map((row) => row.name));
  return migrations.map((Migration) => new Migration().name).filter((name) => !done.has(name));
}
