import type { FastifyInstance } from 'fastify';

/**
 * Cuts whoever takes longer than `ms` to send a body. Node's own `requestTimeout` is one for all routes, and must leave time to
 * those that answer while they are still being asked: these are named, and theirs is Node's.
 */
export function cutSlowBodies(server: FastifyInstance, ms: number, unhurried: readonly string[]): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    if (!raw.complete && raw.method !== 'GET' && !unhurried.includes(request.routeOptions.url ?? '')) {
      const timer = setTimeout(() => raw.complete || raw.destroy(), ms);
      timer.unref();
      const clear = (): void => clearTimeout(timer);
      raw.once('end', clear);
      raw.once('close', clear);
    }
    done();
  });
}
