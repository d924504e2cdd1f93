import type { AccessScope } from './scopes.js';

/**
 * Who may ask a route. `anyone-or-client`: no token is asked for, but one that is brought must be good. `signed-in`: a
 * client or a holder, whatever the scope. `unlimited` routes are not counted by the limit per address.
 */
export type RoutePolicy =
  | { who: 'anyone'; unlimited?: true }
  | { who: 'anyone-or-client' }
  | { who: 'signed-in' }
  | { who: 'client'; scope: AccessScope }
  | { who: 'holder'; scope: 'holder' };

const anyone: RoutePolicy = { who: 'anyone' };
const operator: RoutePolicy = { who: 'anyone', unlimited: true };
const signedIn: RoutePolicy = { who: 'signed-in' };
const holder: RoutePolicy = { who: 'holder', scope: 'holder' };
const client = (scope: AccessScope): RoutePolicy => ({ who: 'client', scope });

/**
 * Every route of the registry, by method and pattern; a pattern's parameters are matched whatever their names, a star
 * at the end takes every pattern that begins so. HEAD follows GET. A route without a row stops the start.
 */
export const routePolicies: Readonly<Record<string, RoutePolicy>> = {
  // departments
  'GET /v1/licence-types': signedIn,
  'GET /v1/licence-types/:code': signedIn,
  'GET /v1/reason-codes': signedIn,
  'POST /v1/licences': client('licence:issue'),
  'GET /v1/licences/:identifier': client('licence:read'),
  'GET /v1/licences/:identifier/events': client('licence:read'),
  'GET /v1/licences/:identifier/receipt': client('licence:read'),
  'GET /v1/licences/:identifier/carriers/:carrier': client('licence:read'),
  'GET /v1/licences/:identifier/licence-file': client('licence:read'),
  'POST /v1/licences/:identifier/suspend': client('licence:manage'),
  'POST /v1/licences/:identifier/resume': client('licence:manage'),
  'POST /v1/licences/:identifier/rescind': client('licence:manage'),
  'POST /v1/licences/:identifier/revoke': client('licence:manage'),
  'POST /v1/licences/:identifier/cancel': client('licence:manage'),
  // anyone
  'POST /v1/verifications': { who: 'anyone-or-client' },
  'POST /v1/verifications/batch': { who: 'anyone-or-client' },
  'GET /v': anyone,
  'GET /v/:identifier': anyone,
  'POST /v': anyone,
  'POST /v/:identifier': anyone,
  'GET /status-lists/:id': anyone,
  'GET /status-lists/:id/bitstring/:purpose': anyone,
  'GET /contexts/licence/v1': anyone,
  'GET /log/*': anyone,
  'GET /.well-known/*': anyone,
  'GET /types/*': anyone,
  // relying institutions; a holder chooses a matter too
  'GET /v1/matters': signedIn,
  'GET /v1/matters/:code': signedIn,
  'POST /v1/presentations/use': client('reuse:use'),
  // holders
  'GET /v1/me/licences': holder,
  'GET /v1/me/licences/:identifier': holder,
  'GET /v1/me/licences/:identifier/carriers/:carrier': holder,
  'GET /v1/me/licences/:identifier/licence-file': holder,
  'POST /v1/me/presentation-codes': holder,
  'GET /v1/me/uses': holder,
  // operators
  'GET /health/live': operator,
  'GET /health/ready': operator,
  'GET /metrics': operator,
  // pages and signing in
  'GET /': anyone,
  'GET /favicon.ico': anyone,
  'GET /openapi.json': anyone,
  'GET /openapi.yaml': anyone,
  'GET /docs': anyone,
  'GET /docs/*': anyone,
  'GET /citizen': anyone,
  'GET /citizen/*': anyone,
  'GET /assets/*': anyone,
  'GET /kit.css': anyone,
  'GET /verify-worker.js': anyone,
  'GET /verify.webmanifest': anyone,
  'GET /icons/*': anyone,
  'GET /login/:uid': anyone,
  'POST /login/:uid': anyone,
  'GET /oauth/*': anyone,
  'POST /oauth/*': anyone,
  'OPTIONS /oauth/*': anyone,
};

const key = (method: string, pattern: string): string =>
  `${method === 'HEAD' ? 'GET' : method} ${pattern.replace(/:[A-Za-z0-9_]+/g, ':')}`;

const entries = Object.entries(routePolicies).map(([row, policy]) => {
  const space = row.indexOf(' ');
  return [key(row.slice(0, space), row.slice(space + 1)), policy] as const;
});
const exact = new Map(entries.filter(([row]) => !row.endsWith('*')));
const prefixes = entries
  .filter(([row]) => row.endsWith('*'))
  .map(([row, policy]) => [row.slice(0, -1), policy] as const);

// As many as there are routes: a pattern comes from the router, never from a client.
const found = new Map<string, RoutePolicy | undefined>();

/** The policy of a route by its method and its pattern as Fastify knows it; undefined means denied. */
export function policyOf(method: string, pattern: string): RoutePolicy | undefined {
  const spelled = `${method} ${pattern}`;
  if (found.has(spelled)) return found.get(spelled);
  const asked = key(method, pattern);
  const policy = exact.get(asked) ?? prefixes.find(([prefix]) => asked.startsWith(prefix))?.[1];
  found.set(spelled, policy);
  return policy;
}
