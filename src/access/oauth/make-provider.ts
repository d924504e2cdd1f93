import { hash, timingSafeEqual } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { Configuration, Provider } from 'oidc-provider';
import type { Pool } from 'pg';
import type { EcPublicJwk } from '../../core/index.js';
import { type Clock, isUnavailable, type Log, languageOf } from '../../platform/index.js';
import { accessTokenLifetime } from '../access-token.js';
import { readHolderKey } from '../citizen.store.js';
import { citizenApp, citizenRedirectUri } from '../citizen-app.js';
import { errorPage } from '../login/login.page.js';
import { pageHeaders } from '../login/page-headers.js';
import { scopes } from '../scopes.js';
import { loadOidcProvider } from './load-oidc-provider.js';
import { OauthStore } from './oauth.store.js';
import { RegisteredClients } from './registered-clients.js';

/** The key that access tokens are signed with, and its RFC 7638 thumbprint. */
export interface OauthKey {
  keyId: string;
  publicKey: EcPublicJwk;
  privateJwk: EcPublicJwk & { d: string };
}

export interface ProviderParts {
  baseUrl: string;
  demo: boolean;
  key: OauthKey;
  /** Newest first; older ones are still accepted. */
  cookieKeys: readonly string[];
  pool: Pool;
  clock: Clock;
  log: Log;
}

/**
 * The OAuth 2.1 server. Its issuer is the registry's origin, so that discovery stands where RFC 8414 puts it; its other
 * addresses are below `/oauth`.
 */
export async function makeProvider(parts: ProviderParts): Promise<Provider> {
  const oidc = await loadOidcProvider();
  const { baseUrl, demo, key, pool, clock } = parts;

  // The login is asked for each time: a device may be shared.
  const policy = oidc.interactionPolicy.base();
  policy.remove('consent');
  policy.get('login')?.checks.add(
    new oidc.interactionPolicy.Check('fresh_login', 'a login is needed each time', 'login_required', (ctx) => {
      return ctx.oidc.result?.login
        ? oidc.interactionPolicy.Check.NO_NEED_TO_PROMPT
        : oidc.interactionPolicy.Check.REQUEST_PROMPT;
    }),
  );

  const configuration: Configuration = {
    adapter: (kind: string) =>
      kind === 'Client' ? new RegisteredClients(pool, demo) : new OauthStore(pool, kind, oidc.errors, clock),
    clients: [
      {
        client_id: citizenApp.clientId,
        redirect_uris: [citizenRedirectUri(baseUrl)],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        scope: citizenApp.scope,
      },
    ],
    jwks: { keys: [{ ...key.privateJwk, kid: key.keyId, use: 'sig', alg: 'ES256' }] },
    scopes: [...scopes],
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt', 'none', ...(demo ? (['client_secret_basic'] as const) : [])],
    enabledJWA: { clientAuthSigningAlgValues: ['ES256'], idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    pkce: { required: () => true },
    // Our own page sends its origin with the code that it redeems; no other page may ask.
    clientBasedCORS: (_ctx, origin) => origin === new URL(baseUrl).origin,
    issueRefreshToken: async () => false,
    cookies: {
      keys: [...parts.cookieKeys],
      names: { session: 'elicence_session', interaction: 'elicence_interaction', resume: 'elicence_resume' },
      long: { httpOnly: true, sameSite: 'lax', path: '/oauth' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      end_session: '/oauth/session/end',
      jwks: '/.well-known/jwks.json',
    },
    ttl: {
      AccessToken: accessTokenLifetime,
      ClientCredentials: accessTokenLifetime,
      AuthorizationCode: 60,
      Interaction: 900,
      Session: 900,
      Grant: 900,
      IdToken: 600,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => baseUrl,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, resource, client) => {
          if (resource !== baseUrl) throw new oidc.errors.InvalidTarget();
          const params = ctx.oidc.params;
          // RFC 6749 §3.3: without a scope the client gets all of its own.
          if (params?.grant_type === 'client_credentials') params.scope ??= client.scope;
          return {
            scope: client.scope ?? '',
            audience: baseUrl,
            accessTokenTTL: accessTokenLifetime,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
      // What the gate does not check may not be promised.
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    interactions: { policy, url: (_ctx, interaction) => `/login/${interaction.uid}` },
    findAccount: async (_ctx, id) =>
      (await readHolderKey(pool, id)) ? { accountId: id, claims: async () => ({ sub: id }) } : undefined,
    // Our own page for holders needs no consent; it is the only client with a redirect.
    loadExistingGrant: async (ctx) => {
      const { client, account } = ctx.oidc;
      if (client?.clientId !== citizenApp.clientId || !account) return undefined;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: account.accountId });
      grant.addOIDCScope(citizenApp.scope);
      grant.addResourceScope(baseUrl, citizenApp.scope);
      await grant.save();
      return grant;
    },
    assertJwtClientAuthClaimsAndHeader: async (_ctx, claims) => {
      const soon = clock() / 1000 + accessTokenLifetime;
      if (claims.aud !== baseUrl) throw new oidc.errors.InvalidClientAuth('audience (aud) must be the issuer alone');
      if (typeof claims.exp !== 'number' || claims.exp > soon)
        throw new oidc.errors.InvalidClientAuth('expiration (exp) must be within ten minutes');
    },
    renderError: (ctx, out) => {
      for (const [name, value] of Object.entries(pageHeaders)) ctx.set(name, value);
      ctx.type = 'html';
      ctx.body = errorPage(languageOf(ctx.get('accept-language')), out.error);
    },
  };

  const provider = new oidc.Provider(baseUrl, configuration);
  // Behind pinOrigin the forwarded headers are our own; they make cookies secure where the registry is.
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = function compare(this: { clientSecret?: string }, secret: string) {
    const known = Buffer.from(this.clientSecret ?? '', 'base64url');
    const brought = hash('sha256', secret, 'buffer');
    return known.length === brought.length && timingSafeEqual(known, brought);
  };
  const failed = (error: unknown): void => parts.log.error({ err: error }, 'oauth request failed');
  provider.on('server_error', (ctx, error) => {
    failed(error);
    if (!isUnavailable(error)) return;
    ctx.status = 503;
    ctx.set('retry-after', '2');
  });
  // Koa prints to the console what nobody listens to; its types leave this event out.
  (provider as unknown as EventEmitter).on('error', failed);
  return provider;
}
