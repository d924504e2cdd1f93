import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { problem } from '../../platform/index.js';
import { TrustSource } from '../trust-source.js';

@ApiTags('anyone')
@Controller()
export class TrustController {
  constructor(@Inject(TrustSource) private readonly trust: TrustSource) {}

  /** The signed trust list: a compact JWS (ES256, `typ` `elicence-trust+jwt`) by the trust root, which a verifier pins. */
  @Get('.well-known/elicence-trust')
  @ApiProduces('application/jwt')
  @ApiOkResponse({ schema: { type: 'string' } })
  list(@Res() reply: FastifyReply): void {
    const jws = this.trust.published();
    if (jws === undefined) throw problem('dependency-unavailable', { retryAfterSeconds: 5 });
    reply
      .header('content-type', 'application/jwt')
      .header('cache-control', 'public, max-age=60')
      .header('access-control-allow-origin', '*')
      .send(jws);
  }
}
