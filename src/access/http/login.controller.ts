import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { languageOf, type PageLanguage, SETTINGS, type Settings } from '../../platform/index.js';
import { errorPage, loginPage } from '../login/login.page.js';
import { pageHeaders } from '../login/page-headers.js';
import { SignIn } from '../login/sign-in.js';
import { pinOrigin } from '../oauth/pin-origin.js';
import { OAUTH_PROVIDER } from '../tokens.js';

/** The pages of signing in; the cookie of the interaction is what binds a form to its browser. */
@ApiExcludeController()
@Controller()
export class LoginController {
  constructor(
    @Inject(OAUTH_PROVIDER) private readonly provider: Provider,
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('login/:uid')
  async form(@Param('uid') uid: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const waiting = await this.waiting(uid, request, reply);
    if (!waiting) return this.expired(request, reply);
    show(reply, 200, loginPage(waiting.language, uid, false));
  }

  @Post('login/:uid')
  async submit(
    @Param('uid') uid: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const waiting = await this.waiting(uid, request, reply);
    if (!waiting) return this.expired(request, reply);
    const { login, password } = (body ?? {}) as Record<string, unknown>;
    const readable = typeof login === 'string' && typeof password === 'string';
    const outcome = readable ? await this.signIn.check(login, password) : undefined;
    if (!outcome?.ok) return show(reply, 401, loginPage(waiting.language, uid, true));
    const result = { login: { accountId: outcome.value.citizenId, remember: false } };
    const returnTo = await this.provider.interactionResult(request.raw, reply.raw, result);
    reply
      .code(303)
      .headers({ ...pageHeaders, location: returnTo })
      .send();
  }

  /** The sign-in that waits for this form, with its language: what the page before asked for, else what the browser prefers. */
  private async waiting(
    uid: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ language: PageLanguage } | undefined> {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(uid)) return undefined;
    pinOrigin(request.raw, this.settings.baseUrl);
    try {
      const interaction = await this.provider.interactionDetails(request.raw, reply.raw);
      if (interaction.uid !== uid || interaction.prompt.name !== 'login') return undefined;
      const asked = interaction.params.ui_locales;
      return { language: languageOf(typeof asked === 'string' ? asked : request.headers['accept-language']) };
    } catch (error) {
      if ((error as { error?: string }).error === 'invalid_request') return undefined;
      throw error;
    }
  }

  private expired(request: FastifyRequest, reply: FastifyReply): void {
    show(reply, 400, errorPage(languageOf(request.headers['accept-language']), 'expired'));
  }
}

function show(reply: FastifyReply, status: number, html: string): void {
  reply
    .code(status)
    .headers({ ...pageHeaders, 'content-type': 'text/html; charset=utf-8' })
    .send(html);
}
