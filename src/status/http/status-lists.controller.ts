import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { bitstringPurposes } from '../../core/index.js';
import { type Database, problem, SERVICE_DATABASE, SETTINGS, type Settings } from '../../platform/index.js';
import { BitstringLists } from '../bitstring-lists.js';
import { readToken } from '../status.store.js';

const listId = /^(0|[1-9][0-9]{0,9})$/;

@ApiTags('anyone')
@Controller('status-lists')
export class StatusListsController {
  constructor(
    @Inject(SERVICE_DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(BitstringLists) private readonly bitstrings: BitstringLists,
  ) {}

  /** A Token Status List, signed; any page of any origin may read it. */
  @Get(':id')
  @ApiOkResponse({ content: { 'application/statuslist+jwt': { schema: { type: 'string' } } } })
  async list(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const stored = listId.test(id) ? await readToken(this.database.pool, Number(id)) : undefined;
    return this.answer(stored?.token, 'application/statuslist+jwt', reply);
  }

  /** The same list as a Bitstring Status List of W3C, signed, of one purpose: `revocation` or `suspension`. */
  @Get(':id/bitstring/:purpose')
  @ApiOkResponse({ content: { 'application/vc+jwt': { schema: { type: 'string' } } } })
  async bitstring(
    @Param('id') id: string,
    @Param('purpose') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const purpose = bitstringPurposes.find((known) => known === name);
    const text = purpose && listId.test(id) ? await this.bitstrings.read(Number(id), purpose) : undefined;
    return this.answer(text, 'application/vc+jwt', reply);
  }

  private answer(text: string | undefined, mediaType: string, reply: FastifyReply): string {
    reply.header('access-control-allow-origin', '*');
    if (text === undefined) throw problem('not-found', { detail: 'There is no such status list' });
    reply
      .header('content-type', mediaType)
      .header('cache-control', `public, max-age=${this.settings.statusTtlSeconds}`);
    return text;
  }
}
