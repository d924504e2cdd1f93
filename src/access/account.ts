import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WindowLimit } from '../platform/index.js';

/** Why a request, or a line of it, is one too many. */
export interface OverLimit {
  code: 'rate-limited' | 'quota-exceeded';
  retryAfterSeconds: number;
}

/** On whose account a request is counted: an address's, or a client's. */
export interface Account {
  /** Counts one more; answers when it is one too many. */
  take(): OverLimit | undefined;
}

const key = Symbol('account');
type Request = FastifyRequest & { [key]?: Account };

/** The account on which the gate counted a request; undefined where nothing is counted. */
export const accountOf = (request: FastifyRequest): Account | undefined => (request as Request)[key];

/**
 * Counts a request on an account and keeps that with the request, for what it brings in many lines. The answer tells what is
 * left (draft-ietf-httpapi-ratelimit-headers).
 */
export function countOn(
  limit: WindowLimit,
  name: string,
  code: OverLimit['code'],
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): OverLimit | undefined {
  const take = (): OverLimit | undefined => {
    const retryAfterSeconds = limit.take(name);
    return retryAfterSeconds > 0 ? { code, retryAfterSeconds } : undefined;
  };
  const over = take();
  (request as Request)[key] = { take };
  const policy = code === 'quota-exceeded' ? 'client' : 'address';
  reply.header('ratelimit-policy', `"${policy}";q=${limit.perMinute};w=60`);
  reply.header('ratelimit', `"${policy}";r=${limit.left(name)};t=${limit.secondsLeft()}`);
  return over;
}
