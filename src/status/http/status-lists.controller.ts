import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Database, problem, SERVICE_DATABASE, SETTINGS, type Settings } from '../../platform/index.js';
import { readToken } from '../status.store.js';

@ApiTags('anyone')
@Controller('status-lists')
export class StatusListsController {
  constructor(
    @Inject(SERVICE_DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** A Token Status List, signed; any page of any origin may read it. */
  @Get(':id')
  @ApiOkResponse({ content: { 'application/statuslist+jwt': { schema: { type: 'string' } } } })
  async list(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.header('access-control-allow-origin', '*');
    const stored = /^(0|[1-9][0-9]{0,9})$/.test(id) ? await readToken(this.database.pool, Number(id)) : undefined;
    if (!stored) throw problem('not-found', { detail: 'There is no such status list' });
    reply
      .header('content-type', 'application/statuslist+jwt')
      .header('cache-control', `public, max-age=${this.settings.statusTtlSeconds}`);
    return stored.token;
  }
}
