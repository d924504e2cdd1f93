import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ClientCaller, MaybeClient } from '../../access/index.js';
import { validatedBy } from '../../platform/index.js';
import { AnswerQuestion } from './answer-question.js';
import {
  VerificationAnswer,
  type VerificationForm,
  VerificationRequest,
  verificationForm,
} from './verifications.schema.js';

@ApiTags('anyone')
@Controller('v1/verifications')
export class VerificationsController {
  constructor(@Inject(AnswerQuestion) private readonly questions: AnswerQuestion) {}

  /** Answers whether a licence is valid, and why. Needs no login; gives away nothing that the asker did not bring or the code does not open. */
  @Post()
  @HttpCode(200)
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiOkResponse({ standardSchema: VerificationAnswer })
  async verify(
    @Body(validatedBy(VerificationRequest, verificationForm)) body: VerificationForm,
    @MaybeClient() client: ClientCaller | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VerificationAnswer> {
    reply.header('cache-control', 'no-store');
    return this.questions.answer(body, client);
  }
}
