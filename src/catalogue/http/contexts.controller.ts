import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { licenceContext } from '../../core/index.js';

const text = JSON.stringify(licenceContext);

/** JSON-LD contexts of the credentials that are no SD-JWT. A version never changes: a reader has a pinned copy. */
@ApiTags('anyone')
@Controller('contexts')
export class ContextsController {
  /** The terms of a licence as a credential of VCDM 2.0. */
  @Get('licence/v1')
  @Header('content-type', 'application/ld+json')
  @Header('cache-control', 'public, max-age=31536000, immutable')
  @Header('access-control-allow-origin', '*')
  @ApiOkResponse({ content: { 'application/ld+json': { schema: { type: 'object' } } } })
  licence(): string {
    return text;
  }
}
