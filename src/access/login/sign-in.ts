import type { Pool } from 'pg';
import { ok, type Result, refuse } from '../../core/index.js';
import { type Clock, Overloaded } from '../../platform/index.js';
import { countAttempt, recordSignIn } from '../citizen.store.js';
import { checkPassword, hashPassword, type PasswordKind } from './password.js';

/** Form of a login. It is no personal datum: it names an account, not a person. */
export const loginPattern = /^[a-z0-9][a-z0-9._@-]{2,63}$/;
const maxAtOnce = 16;

/**
 * Checks a login and its password. An unknown login, a wrong password and a locked login (ten failures within 15 minutes)
 * get one answer after the same work, so that nobody learns which logins exist.
 */
export class SignIn {
  private running = 0;
  private decoy: Promise<string> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    /** what most passwords here are, so that a login that nobody has takes as long */
    private readonly passwords: PasswordKind = 'chosen',
  ) {}

  /** @throws Overloaded when too many passwords are being checked. */
  async check(login: string, password: string): Promise<Result<{ citizenId: string }, 'login-failed'>> {
    if (this.running >= maxAtOnce) throw new Overloaded();
    this.running++;
    try {
      return await this.judge(login, password);
    } finally {
      this.running--;
    }
  }

  private async judge(login: string, password: string): Promise<Result<{ citizenId: string }, 'login-failed'>> {
    const at = new Date(this.clock());
    this.decoy ??= hashPassword('nobody has this password', this.passwords);
    const decoy = await this.decoy;
    const attempt = loginPattern.test(login) ? await countAttempt(this.pool, login, at) : undefined;
    const matches = await checkPassword(password.slice(0, 256), attempt?.passwordHash ?? decoy);
    if (!attempt || !matches) return refuse('login-failed');
    await recordSignIn(this.pool, login, attempt, at);
    return ok({ citizenId: attempt.id });
  }
}
