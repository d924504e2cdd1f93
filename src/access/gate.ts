import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../platform/index.js';
import type { AccessTokens } from './access-token.js';
import { attachCaller, type Caller } from './caller.js';
import type { Callers } from './callers.js';
import type { RateLimit } from './rate-limit.js';
import { policyOf, type RoutePolicy } from './route-policies.js';

/**
 * The one door of the registry, before a body is read. It judges by the route's pattern that the router found, never by
 * the address as it was spelled, and denies a route without a policy.
 */
export class Gate {
  /** Whether it stands before the routes; `mountOauth` sets it. */
  stands = false;

  constructor(
    private readonly tokens: AccessTokens,
    private readonly callers: Callers,
    private readonly limit: RateLimit | undefined,
  ) {}

  readonly onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const pattern = request.is404 ? undefined : request.routeOptions.url;
    const policy = pattern === undefined ? undefined : policyOf(request.method, pattern);
    const unlimited = policy?.who === 'anyone' && policy.unlimited;
    const wait = unlimited ? 0 : (this.limit?.take(request.ip) ?? 0);
    if (wait > 0) return refuse(reply, 'rate-limited', wait);
    if (pattern === undefined || policy?.who === 'anyone') return undefined;
    if (!policy) return refuse(reply, 'scope-insufficient');
    if (policy.who === 'anyone-or-client' && request.headers.authorization === undefined) return undefined;
    const caller = await this.callerOf(request.headers.authorization);
    if (!caller) return refuse(reply, 'unauthenticated');
    if (!mayPass(policy, caller)) return refuse(reply, 'scope-insufficient');
    attachCaller(request, caller);
    return undefined;
  };

  private async callerOf(header: string | undefined): Promise<Caller | undefined> {
    if (header === undefined || header.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
    const token = this.tokens.check(header.slice(7));
    return token && (await this.callers.of(token));
  }
}

function mayPass(policy: Exclude<RoutePolicy, { who: 'anyone' }>, caller: Caller): boolean {
  if (policy.who === 'signed-in') return true;
  if (policy.who === 'anyone-or-client') return caller.kind === 'client';
  return caller.kind === policy.who && caller.scopes.has(policy.scope);
}

function refuse(
  reply: FastifyReply,
  code: Parameters<typeof sendProblem>[1],
  retryAfterSeconds?: number,
): FastifyReply {
  sendProblem(reply, code, { retryAfterSeconds });
  return reply;
}
