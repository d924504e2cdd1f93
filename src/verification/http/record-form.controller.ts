import { Body, Controller, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { languageOf, SETTINGS, type Settings, validated } from '../../platform/index.js';
import { AnswerQuestion } from './answer-question.js';
import { recordPage } from './record-page.js';

const code = z.string().min(1).max(64);
const identifierText = z.string().min(1).max(128);
const RecordForm = z.strictObject({ code });
const WholeForm = z.strictObject({ identifier: identifierText, code });

/** The verify page for browsers without script: a form posts the code, so that it stays out of every address. */
@ApiExcludeController()
@Controller('v')
export class RecordFormController {
  constructor(
    @Inject(AnswerQuestion) private readonly questions: AnswerQuestion,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async verifyTyped(
    @Body(validated(WholeForm)) form: z.output<typeof WholeForm>,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    return this.answer(form.identifier.replace(/\s+/g, '').toUpperCase(), form.code, request);
  }

  @Post(':identifier')
  @HttpCode(200)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async verify(
    @Param('identifier', validated(identifierText, 'path-invalid')) identifier: string,
    @Body(validated(RecordForm)) form: z.output<typeof RecordForm>,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    return this.answer(identifier, form.code, request);
  }

  private async answer(identifier: string, code: string, request: FastifyRequest): Promise<string> {
    const { report } = await this.questions.verify({ kind: 'record', identifier, code });
    return recordPage(report, languageOf(request.headers['accept-language']), this.settings.timeZone);
  }
}
