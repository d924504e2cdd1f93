import { Controller, Get, Header, Inject } from '@nestjs/common';
import type { EcPublicJwk } from '../../core/index.js';
import { SETTINGS, type Settings } from '../../platform/index.js';
import { citizenApp, citizenRedirectUri } from '../citizen-app.js';
import { PUBLISHED_KEYS } from '../tokens.js';

/** What anyone may know of the registry's keys and of its own page for holders. */
@Controller()
export class KeysController {
  constructor(
    @Inject(PUBLISHED_KEYS) private readonly published: readonly EcPublicJwk[],
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('.well-known/jwks.json')
  @Header('cache-control', 'public, max-age=300')
  keys() {
    return { keys: this.published.map((key) => ({ ...key, use: 'sig', alg: 'ES256' })) };
  }

  @Get('citizen/config.json')
  @Header('cache-control', 'no-store')
  config() {
    const { baseUrl } = this.settings;
    return { clientId: citizenApp.clientId, redirectUri: citizenRedirectUri(baseUrl), issuer: baseUrl };
  }
}
