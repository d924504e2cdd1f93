import { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accountOf, type ClientCaller, MaybeClient } from '../../access/index.js';
import { ndjsonType, problem, streamed } from '../../platform/index.js';
import { AnswerBatch } from './answer-batch.js';
import { BatchAnswer, BatchQuestion } from './verifications.schema.js';

/** What is still sent after the answer has ended is read no longer than this. */
const lingerMs = 5_000;

@ApiTags('anyone')
@Controller('v1/verifications/batch')
export class BatchController {
  constructor(@Inject(AnswerBatch) private readonly batch: AnswerBatch) {}

  /**
   * Answers many questions: JSON texts in lines, the answers in lines too, one each and in the same order, sent while the
   * questions still come. Whatever is wrong with one line is answered there by a problem and harms no other. Blank lines are
   * passed over.
   */
  @Post()
  @HttpCode(200)
  @ApiConsumes(ndjsonType)
  @ApiProduces(ndjsonType)
  @ApiOkResponse({ standardSchema: BatchAnswer, description: 'One such object a line' })
  verify(
    @Body(streamed(BatchQuestion)) body: Readable,
    @MaybeClient() client: ClientCaller | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    if (Number(request.headers['content-length'] ?? 0) > this.batch.boundsOf(client).bytes) {
      throw problem('batch-over-limit');
    }
    const leave = this.batch.enter();
    const gone = new AbortController();
    reply.raw.once('close', () => {
      leave();
      gone.abort();
    });
    reply.raw.once('finish', () => {
      if (!request.raw.complete) setTimeout(() => request.raw.complete || request.raw.destroy(), lingerMs).unref();
    });
    const answers = this.batch.answers(body, { client, account: accountOf(request), signal: gone.signal });
    reply
      .code(200)
      .header('content-type', ndjsonType)
      .header('cache-control', 'no-store')
      .send(Readable.from(answers, { objectMode: false, highWaterMark: 16_384 }));
  }
}
