import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const costs = { chosen: { ln: 15, r: 8, p: 1 }, random: { ln: 10, r: 8, p: 1 } };
const length = 32;

/** A person's choice, or 80 random bits and more: those can't be guessed, however fast one guess is. */
export type PasswordKind = keyof typeof costs;

/**
 * Hashes a password by scrypt into the PHC form `$scrypt$ln=15,r=8,p=1$salt$hash`; takes some 80 ms and 32 MiB, and 3 ms
 * and 1 MiB (`ln=10`) for a random one.
 */
export async function hashPassword(password: string, kind: PasswordKind = 'chosen'): Promise<string> {
  const salt = randomBytes(16);
  const cost = costs[kind];
  const derived = await derive(password, salt, cost);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${derived.toString('base64url')}`;
}

/** Whether a password is the one of a stored hash, whose own parameters count. @throws Error for a hash of unknown form. */
export async function checkPassword(password: string, stored: string): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (!parts) throw new Error('password hash: unknown form');
  const [, ln, r, p, salt, hash] = parts;
  const expected = Buffer.from(hash!, 'base64url');
  const parameters = { ln: Number(ln), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt!, 'base64url'), parameters);
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}

function derive(password: string, salt: Buffer, { ln, r, p }: { ln: number; r: number; p: number }): Promise<Buffer> {
  const N = 2 ** ln;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, length, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
