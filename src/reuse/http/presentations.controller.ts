import { Body, Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ClientCaller, CurrentClient } from '../../access/index.js';
import { answerOrProblem, idempotencyKey, validated } from '../../platform/index.js';
import { type Used, UsePresentation } from '../use-presentation.js';
import { UseAnswer, UsePresentation as UsePresentationBody } from './reuse.schema.js';

@ApiTags('relying institutions')
@Controller('v1/presentations')
export class PresentationsController {
  constructor(@Inject(UsePresentation) private readonly uses: UsePresentation) {}

  /** Redeems a presentation code that a holder showed. Answers the matter's fields and no more; the holder sees the use. */
  @Post('use')
  @HttpCode(201)
  @ApiCreatedResponse({ standardSchema: UseAnswer })
  async use(
    @CurrentClient() caller: ClientCaller,
    @Headers('idempotency-key') key: string | undefined,
    @Body(validated(UsePresentationBody)) body: UsePresentationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Used> {
    reply.header('cache-control', 'no-store');
    return answerOrProblem(await this.uses.use(caller, idempotencyKey(key), body));
  }
}
