import pg from 'pg';
import { ensureDatabase, ensureRoles, type Role, type RolePasswords, roleUrl } from '../../platform/index.js';
import { readHoldsContents } from './contents.store.js';
import { EmbeddedFault } from './embedded-fault.js';

/** The address of each database role. */
export type DatabaseUrls = Readonly<Record<Role, string>>;

/** Makes the database of the embedded server, its roles, and their addresses. Safe to repeat. */
export async function embeddedUrls(superuserUrl: string, passwords: RolePasswords): Promise<DatabaseUrls> {
  const name = 'elicence';
  await connected(superuserUrl, (client) => ensureDatabase(client, name));
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  return rolesOf(url.href, passwords);
}

/**
 * The addresses of a database of the operator's own. With an address for every role they are taken as they are, and
 * `url` is *owner*'s; with `url` alone it is a superuser's, and the roles are made. Refuses with `database-unreachable`.
 */
export async function configuredUrls(
  url: string,
  given: Partial<Record<Exclude<Role, 'owner'>, string>>,
  passwords: () => RolePasswords,
): Promise<DatabaseUrls> {
  await connected(url, async () => undefined);
  const { service, public: publicUrl, worker } = given;
  if (service && publicUrl && worker) return { owner: url, service, public: publicUrl, worker };
  return rolesOf(url, passwords());
}

/** Whether a database holds contents that only the keys of its own data folder open. Refuses with `database-unreachable`. */
export const holdsContents = (url: string): Promise<boolean> => connected(url, readHoldsContents);

async function rolesOf(superuserUrl: string, passwords: RolePasswords): Promise<DatabaseUrls> {
  await ensureRoles(superuserUrl, decodeURIComponent(new URL(superuserUrl).pathname.slice(1)), passwords);
  const of = (role: Role) => roleUrl(superuserUrl, role, passwords);
  return { owner: of('owner'), service: of('service'), public: of('public'), worker: of('worker') };
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const { hostname, port } = new URL(url);
    throw new EmbeddedFault(
      'database-unreachable',
      `The database at ${hostname}:${port || 5432} can't be used (${code === '28P01' ? 'wrong password; a data folder and its database belong together' : (code ?? message)}): check that it runs and what DATABASE_URL says.`,
      cause,
    );
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
