import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Database, problem, SERVICE_DATABASE, validated } from '../../platform/index.js';
import { readCosignatures } from '../cosignature.store.js';
import { readCheckpoint } from '../log.store.js';
import { AnchorList, AnchorsQuery, listAnchors } from './anchors.js';
import { answerTile } from './tile-answer.js';

const forever = 'public, max-age=31536000, immutable';

/** The log as others audit it: C2SP tlog-tiles and tlog-checkpoint, and the list of its anchors. */
@ApiTags('anyone')
@Controller('log')
export class LogController {
  constructor(@Inject(SERVICE_DATABASE) private readonly database: Database) {}

  /** The newest signed checkpoint, as a signed note, with the lines of the witnesses that have signed it by now. */
  @Get('checkpoint')
  async checkpoint(@Res() reply: FastifyReply): Promise<void> {
    const checkpoint = await readCheckpoint(this.database.pool);
    if (!checkpoint) throw problem('not-found', { detail: 'The log has no checkpoint yet' });
    const { size, note } = checkpoint;
    const lines = (await readCosignatures(this.database.pool, 'checkpoint', [size])).get(size) ?? '';
    reply
      .header('content-type', 'text/plain; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(note + lines);
  }

  /** A tile or an entry bundle, full or partial: its bytes never change. */
  @Get('tile/*')
  async tile(@Param('*') path: string, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await answerTile(this.database.pool, path);
    if (!bytes) throw problem('not-found', { detail: 'The log has no such tile' });
    reply.header('content-type', 'application/octet-stream').header('cache-control', forever).send(bytes);
  }

  /** Anchored checkpoints, read from the chain as final, each signed by the log. */
  @Get('anchors')
  @ApiOkResponse({ standardSchema: AnchorList })
  anchors(@Query(validated(AnchorsQuery, 'query-invalid')) query: AnchorsQuery): Promise<AnchorList> {
    return listAnchors(this.database.pool, query);
  }
}
