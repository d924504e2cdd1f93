import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem, type WindowLimit } from '../platform/index.js';
import type { AccessTokens } from './access-token.js';
import { countOn, type OverLimit } from './account.js';
import { attachCaller, type Caller } from './caller.js';
import type { Callers } from './callers.js';
import { addressKey } from './rate-limit.js';
import { policyOf, type RoutePolicy } from './route-policies.js';

/** Each undefined where nothing is limited. */
export interface Limits {
  /** Requests of one address. */
  addresses?: WindowLimit;
  /** Requests of one client, whatever its address. */
  clients?: WindowLimit;
}

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * The one door of the registry, before a body is read. It judges by the route's pattern that the router found, never by
 * the address as it was spelled, and denies a route without a policy. Requests count on the account of their address, those
 * of a client whose token is known on the client's.
 */
export class Gate {
  /** Whether it stands before the routes; `mountOauth` sets it. */
  stands = false;

  constructor(
    private readonly tokens: AccessTokens,
    private readonly callers: Callers,
    private readonly limits: Limits,
  ) {}

  readonly onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const pattern = request.is404 ? undefined : request.routeOptions.url;
    const policy = pattern === undefined ? undefined : policyOf(request.method, pattern);
    const exchange = { request, reply };
    const asked = policy && policy.who !== 'anyone' ? request.headers.authorization : undefined;
    // A token that is not known yet costs a signature: that much counts on the address.
    const known = this.limits.clients !== undefined && this.isKnownClient(asked);
    const unlimited = policy?.who === 'anyone' && policy.unlimited;
    const over = unlimited || known ? undefined : this.countAddress(exchange);
    if (over) return refuse(reply, over.code, over.retryAfterSeconds);
    if (pattern === undefined || policy?.who === 'anyone') return undefined;
    if (!policy) return refuse(reply, 'scope-insufficient');
    if (policy.who === 'anyone-or-client' && asked === undefined) return undefined;
    return this.admit(policy, { ...exchange, asked, known });
  };

  private async admit(
    policy: Exclude<RoutePolicy, { who: 'anyone' }>,
    { request, reply, asked, known }: Exchange & { asked: string | undefined; known: boolean },
  ): Promise<FastifyReply | undefined> {
    const caller = await this.callerOf(asked);
    if (!caller) {
      const over = known ? this.countAddress({ request, reply }) : undefined;
      return over ? refuse(reply, over.code, over.retryAfterSeconds) : refuse(reply, 'unauthenticated');
    }
    const { clients } = this.limits;
    if (caller.kind === 'client' && clients) {
      const over = countOn(clients, caller.clientId, 'quota-exceeded', { request, reply });
      if (over) return refuse(reply, over.code, over.retryAfterSeconds);
    }
    if (!mayPass(policy, caller)) return refuse(reply, 'scope-insufficient');
    attachCaller(request, caller);
    return undefined;
  }

  private countAddress(exchange: Exchange): OverLimit | undefined {
    const { addresses } = this.limits;
    return addresses && countOn(addresses, addressKey(exchange.request.ip), 'rate-limited', exchange);
  }

  private isKnownClient(header: string | undefined): boolean {
    return header !== undefined && isBearer(header) && this.tokens.known(header.slice(7))?.kind === 'client';
  }

  private async callerOf(header: string | undefined): Promise<Caller | undefined> {
    if (header === undefined || !isBearer(header)) return undefined;
    const token = this.tokens.check(header.slice(7));
    return token && (await this.callers.of(token));
  }
}

const isBearer = (header: string): boolean => header.slice(0, 7).toLowerCase() === 'bearer ';

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
