import pg from 'pg';

export const roles = ['owner', 'service', 'public', 'worker'] as const;
export type Role = (typeof roles)[number];
export type RolePasswords = Readonly<Record<Role, string>>;

const roleName = (role: Role): string => `elicence_${role}`;

/**
 * Makes the four database roles and hands the database to *owner*. Needs a superuser, once; safe to repeat and to run
 * from several processes at once (roles belong to the whole cluster).
 */
export async function ensureRoles(superuserUrl: string, database: string, passwords: RolePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(4937001)');
    for (const role of roles) {
      const name = pg.escapeIdentifier(roleName(role));
      const password = pg.escapeLiteral(passwords[role]);
      const attributes = role === 'owner' ? 'login nosuperuser bypassrls' : 'login nosuperuser nobypassrls';
      const found = await client.query('select 1 from pg_roles where rolname = $1', [roleName(role)]);
      await client.query(`${found.rowCount ? 'alter' : 'create'} role ${name} ${attributes} password ${password}`);
    }
    await client.query('commit');
    await client.query(`alter database ${pg.escapeIdentifier(database)} owner to elicence_owner`);
  } finally {
    await client.end();
  }
}

/** The address of one role in the database that `url` points to. */
export function roleUrl(url: string, role: Role, passwords: RolePasswords): string {
  const address = new URL(url);
  address.username = roleName(role);
  address.password = encodeURIComponent(passwords[role]);
  return address.toString();
}
