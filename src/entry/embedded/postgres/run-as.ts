import { existsSync, readFileSync, statSync } from 'node:fs';
import { EmbeddedFault } from '../embedded-fault.js';

/** The user that the server runs as; empty for the user that runs us. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

/**
 * Chooses the server's user. PostgreSQL refuses root, so root runs it as the owner of the data that is already there,
 * else as `postgres` or `nobody`. Others run it as themselves and own their data.
 */
export function chooseUser(data: string): RunAs {
  const owner = existsSync(data) ? statSync(data) : undefined;
  const me = process.getuid?.();
  if (me === undefined) return {};
  if (me !== 0) {
    if (owner && owner.uid !== me)
      throw new EmbeddedFault(
        'data-folder-foreign',
        `The data in ${data} belongs to another user: start as that user, or set ELICENCE_DATA to a folder of your own.`,
      );
    return {};
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find((fields) => fields[0] === 'postgres') ?? users.find((fields) => fields[0] === 'nobody');
  if (!user)
    throw new EmbeddedFault(
      'no-user-to-run-as',
      'PostgreSQL does not run as root, and there is neither a user postgres nor nobody: start as an ordinary user, or set DATABASE_URL.',
    );
  return { uid: Number(user[2]), gid: Number(user[3]) };
}
