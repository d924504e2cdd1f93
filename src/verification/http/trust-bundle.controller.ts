import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { trustBundleMediaType } from '../../core/index.js';
import { problem } from '../../platform/index.js';
import { TrustBundleSource } from '../trust-bundle-source.js';

@ApiTags('anyone')
@Controller('log')
export class TrustBundleController {
  constructor(@Inject(TrustBundleSource) private readonly source: TrustBundleSource) {}

  /**
   * All that a verifier needs without a network: trust list, status lists, newest anchors and checkpoint, in one compact JWS
   * (ES256, `typ` `elicence-trust-bundle+jwt`) by the registry's key `status`. Each one has a higher number than those before.
   */
  @Get('trust-bundle')
  @ApiOkResponse({ content: { [trustBundleMediaType]: { schema: { type: 'string' } } } })
  @ApiResponse({ status: 304, description: 'The bundle that `if-none-match` names is the newest' })
  async bundle(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const newest = await this.source.newest();
    if (newest === undefined) throw problem('dependency-unavailable', { retryAfterSeconds: 5 });
    const tag = `"${newest.number}"`;
    reply
      .header('etag', tag)
      .header('cache-control', 'public, max-age=30')
      .header('access-control-allow-origin', '*')
      .header('access-control-expose-headers', 'etag');
    if (names(known, tag)) return void reply.code(304).send();
    reply.header('content-type', trustBundleMediaType).send(newest.bundle);
  }
}

/** Whether `If-None-Match` (RFC 9110 §13.1.2) names this tag, weakly compared. */
function names(header: string | undefined, tag: string): boolean {
  return (header ?? '').split(',').some((item) => ['*', tag].includes(item.trim().replace(/^W\//, '')));
}
