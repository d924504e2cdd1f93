import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { SETTINGS, type Settings } from '../platform/index.js';
import { Gate } from './gate.js';
import { pinOrigin } from './oauth/pin-origin.js';
import { OAUTH_PROVIDER } from './tokens.js';
import { assertEveryRouteHasAPolicy, watchRoutes } from './watch-routes.js';

const discovery = '/.well-known/oauth-authorization-server';

/**
 * Sets the gate before every route of the application, mounts the OAuth server with its discovery, and lets the start
 * fail when a route has no policy. Call it once, between `NestFactory.create` and `app.init()` or `app.listen()`.
 */
export function mountOauth(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const gate = app.get(Gate, { strict: false });
  const { baseUrl } = app.get<Settings>(SETTINGS, { strict: false });
  const answer = app.get<Provider>(OAUTH_PROVIDER, { strict: false }).callback();

  watchRoutes(server);
  server.addHook('onRequest', gate.onRequest);
  server.addHook('onReady', async () => assertEveryRouteHasAPolicy(server));
  gate.stands = true;

  const handOver = (path?: string) => async (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    pinOrigin(request.raw, baseUrl);
    if (path) request.raw.url = path;
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    await answer(request.raw, reply.raw);
  };
  void server.register(async (scope) => {
    // The OAuth server reads its bodies itself, bounded to 56 KiB.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.route({ method: ['GET', 'POST', 'OPTIONS'], url: '/oauth/*', handler: handOver() });
    scope.get(discovery, handOver(discovery));
    // RFC 8414 §3.1 for those who take the mount path for the issuer's.
    scope.get(`${discovery}/oauth`, handOver(discovery));
  });
}
