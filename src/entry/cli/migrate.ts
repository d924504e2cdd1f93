import { type Config, migrate } from '../../platform/index.js';

export async function migrateDatabase(config: Config): Promise<string> {
  if (!config.DATABASE_OWNER_URL) throw new Error('configuration: DATABASE_OWNER_URL is needed');
  const done = await migrate(config.DATABASE_OWNER_URL);
  return done === 0 ? 'The database is up to date.' : `${done} migrations done.`;
}
