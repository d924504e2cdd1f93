import { Body, Controller, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { validated } from '../../platform/index.js';
import { VerifyLicence } from '../verify-licence.js';
import { recordPage } from './record-page.js';

const RecordForm = z.strictObject({ code: z.string().min(1).max(64) });
const Identifier = z.string().min(1).max(128);

/** The verify page for browsers without script: a form posts the code, so that it stays out of every address. */
@ApiExcludeController()
@Controller('v')
export class RecordFormController {
  constructor(@Inject(VerifyLicence) private readonly verifier: VerifyLicence) {}

  @Post(':identifier')
  @HttpCode(200)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async verify(
    @Param('identifier', validated(Identifier, 'path-invalid')) identifier: string,
    @Body(validated(RecordForm)) form: z.output<typeof RecordForm>,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const { report } = await this.verifier.verify({ kind: 'record', identifier, code: form.code });
    const chinese = !/^en\b/i.test(request.headers['accept-language'] ?? '');
    return recordPage(report, chinese ? 'zh-CN' : 'en');
  }
}
