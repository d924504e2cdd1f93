import type { FastifyInstance } from 'fastify';
import { policyOf } from './route-policies.js';

const watched = new WeakMap<object, Set<string>>();

/** Notes every route that is added from now on. */
export function watchRoutes(server: FastifyInstance): void {
  const routes = new Set<string>();
  watched.set(server, routes);
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.add(`${one} ${url}`);
  });
}

/** Every route of a server that is watched since `mountOauth`, as `METHOD pattern`. */
export function routesOf(server: FastifyInstance): string[] {
  const routes = watched.get(server);
  if (!routes) throw new Error('access: the routes of this server are not watched; call mountOauth before app.init()');
  return [...routes];
}

/** @throws Error that names every route without a row in `routePolicies`. */
export function assertEveryRouteHasAPolicy(server: FastifyInstance): void {
  const bare = routesOf(server).filter((route) => {
    const space = route.indexOf(' ');
    return policyOf(route.slice(0, space), route.slice(space + 1)) === undefined;
  });
  if (bare.length > 0) throw new Error(`access: routes without a policy: ${bare.join(', ')}`);
}
