import { type DynamicModule, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { EcPublicJwk } from '../core/index.js';
import {
  CLOCK,
  type Clock,
  type Database,
  LOG,
  type Log,
  SERVICE_DATABASE,
  SETTINGS,
  type Settings,
  WindowLimit,
} from '../platform/index.js';
import { AccessTokens } from './access-token.js';
import { Callers } from './callers.js';
import { Gate } from './gate.js';
import { KeysController } from './http/keys.controller.js';
import { LoginController } from './http/login.controller.js';
import { SignIn } from './login/sign-in.js';
import { makeProvider, type OauthKey } from './oauth/make-provider.js';
import { OrganisationDirectory } from './organisation-directory.js';
import { OAUTH_PROVIDER, PUBLISHED_KEYS } from './tokens.js';

export interface AccessOptions {
  oauthKey: OauthKey;
  /** Secrets that sign the cookies of a sign-in, newest first. */
  cookieKeys: readonly string[];
  /** Further public keys to publish at `/.well-known/jwks.json`, each with its `kid`. */
  jwks: readonly EcPublicJwk[];
}

/** Who is asking and what they may do. Global: every room may ask for `OrganisationDirectory`. */
@Module({})
export class AccessModule implements OnApplicationBootstrap {
  constructor(@Inject(Gate) private readonly gate: Gate) {}

  static forRoot(options: AccessOptions): DynamicModule {
    const { oauthKey, cookieKeys } = options;
    return {
      module: AccessModule,
      global: true,
      controllers: [LoginController, KeysController],
      providers: [
        {
          provide: Gate,
          useFactory: (settings: Settings, clock: Clock, database: Database) =>
            new Gate(
              new AccessTokens(oauthKey.publicKey, oauthKey.keyId, settings.baseUrl, settings.baseUrl, clock),
              new Callers(database.pool),
              {
                addresses: limitOf(settings.rateLimitPerMinute),
                clients: limitOf(settings.clientQuotaPerMinute ?? 0),
              },
            ),
          inject: [SETTINGS, CLOCK, SERVICE_DATABASE],
        },
        {
          provide: OAUTH_PROVIDER,
          useFactory: ({ baseUrl, demo }: Settings, clock: Clock, log: Log, { pool }: Database) =>
            makeProvider({ baseUrl, demo, key: oauthKey, cookieKeys, pool, clock, log }),
          inject: [SETTINGS, CLOCK, LOG, SERVICE_DATABASE],
        },
        {
          provide: SignIn,
          useFactory: ({ demo }: Settings, database: Database, clock: Clock) =>
            new SignIn(database.pool, clock, demo ? 'random' : 'chosen'),
          inject: [SETTINGS, SERVICE_DATABASE, CLOCK],
        },
        {
          provide: OrganisationDirectory,
          useFactory: (database: Database) => new OrganisationDirectory(database.pool),
          inject: [SERVICE_DATABASE],
        },
        {
          provide: PUBLISHED_KEYS,
          useValue: publishable([{ ...oauthKey.publicKey, kid: oauthKey.keyId }, ...options.jwks]),
        },
      ],
      exports: [OrganisationDirectory],
    };
  }

  onApplicationBootstrap(): void {
    if (!this.gate.stands) throw new Error('access: nobody called mountOauth: every route would be open');
  }
}

const limitOf = (perMinute: number): WindowLimit | undefined =>
  perMinute > 0 ? new WindowLimit(perMinute) : undefined;

// Named members alone: nothing private is published by a slip of the caller.
function publishable(keys: readonly EcPublicJwk[]): EcPublicJwk[] {
  const byId = new Map(keys.map(({ kty, crv, x, y, kid }) => [kid, { kty, crv, x, y, kid } as EcPublicJwk]));
  return [...byId.values()];
}
