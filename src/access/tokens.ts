/** The OAuth server (`Provider` of oidc-provider). */
export const OAUTH_PROVIDER = Symbol('OAuth provider');
/** `EcPublicJwk[]`, each with its `kid`. */
export const PUBLISHED_KEYS = Symbol('published keys');
