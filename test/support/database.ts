import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../src/platform/database/migrate.js';
import { ensureRoles, type Role, roleUrl } from '../../src/platform/database/roles.js';

const passwords = { owner: 'owner', service: 'service', public: 'public', worker: 'worker' };
const template = 'elicence_template';

/** A database of one suite: migrated, empty, its own. */
export interface TestDatabase {
  name: string;
  /** of the superuser, in this database */
  superuserUrl: string;
  /** of each role, in this database */
  urls: Record<Role, string>;
  /** the same as `urls[role]` */
  url(role: Role): string;
  drop(): Promise<void>;
}

/** The address of the run's cluster, as superuser. */
export function clusterUrl(): string {
  const url = process.env.TEST_PG_URL;
  if (!url) throw new Error('TEST_PG_URL is not set: tests run under jest with test/global-setup.mjs');
  return url;
}

function inDatabase(name: string): string {
  const url = new URL(clusterUrl());
  url.pathname = `/${name}`;
  return url.href;
}

async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: clusterUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the migrated template once per run; suites in other processes wait for it. */
async function ensureTemplate(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_lock(4937900)');
  try {
    const made = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (made.rowCount) return;
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    await ensureRoles(clusterUrl(), draft, passwords);
    await migrate(roleUrl(inDatabase(draft), 'owner', passwords));
    await client.query(`alter database ${draft} rename to ${template}`);
  } finally {
    await client.query('select pg_advisory_unlock(4937900)');
  }
}

/** Makes a database of its own for a suite, from the migrated template, in some 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(async (client) => {
    await ensureTemplate(client);
    await client.query(`create database ${name} template ${template} owner elicence_owner`);
  });
  const url = (role: Role) => roleUrl(inDatabase(name), role, passwords);
  return {
    name,
    superuserUrl: inDatabase(name),
    urls: { owner: url('owner'), service: url('service'), public: url('public'), worker: url('worker') },
    url,
    drop: () =>
      asSuperuser(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}
