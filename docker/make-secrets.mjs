// Makes the passwords of docker-compose.yml, into a folder that git ignores: node docker/make-secrets.mjs [folder].
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const roles = ['owner', 'service', 'public', 'worker'];
const password = () => randomBytes(24).toString('base64url');

/** One file for the database, with every password, and one a role with its address alone. */
export function makeSecrets(folder) {
  if (existsSync(folder)) throw new Error(`${folder} is there already: its passwords are the database's, so it is left alone`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwords = Object.fromEntries(roles.map((role) => [role, password()]));
  const write = (name, lines) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`, { mode: 0o600 });
  write('postgres.env', [
    `POSTGRES_PASSWORD=${password()}`,
    ...roles.map((role) => `ELICENCE_${role.toUpperCase()}_PASSWORD=${passwords[role]}`),
  ]);
  for (const role of roles)
    write(`${role}.env`, [
      `DATABASE_${role.toUpperCase()}_URL=postgres://elicence_${role}:${passwords[role]}@postgres:5432/elicence`,
    ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL('secrets', import.meta.url));
  makeSecrets(folder);
  process.stdout.write(`${folder}: a password for each role of the database.\n`);
}
