/** What an access token may be good for. A scope never widens what its client's organisation may do. */
export const scopes = [
  'licence:issue',
  'licence:manage',
  'licence:read',
  'catalogue:manage',
  'reuse:use',
  'reuse:ex-officio',
  'insight:read',
  'audit:read',
  'holder',
] as const;
export type AccessScope = (typeof scopes)[number];

/** Scopes that a client may hold; `holder` belongs to people alone. */
export const clientScopes = scopes.filter((scope) => scope !== 'holder');
