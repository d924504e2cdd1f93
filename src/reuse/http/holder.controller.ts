import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentHolder, type HolderCaller } from '../../access/index.js';
import {
  answerOrProblem,
  cursorId,
  idempotencyKey,
  type Page,
  PageQuery,
  toPage,
  validated,
} from '../../platform/index.js';
import { type HeldLicenceView, ListHeldLicences } from '../list-held-licences.js';
import { type HolderUseView, ListHolderUses } from '../list-holder-uses.js';
import { type MadeCode, MakePresentationCode } from '../make-presentation-code.js';
import {
  HeldLicencePage,
  HolderUsePage,
  MakePresentationCode as MakePresentationCodeBody,
  PresentationCode,
} from './reuse.schema.js';

@ApiTags('holders')
@Controller('v1/me')
export class HolderController {
  constructor(
    @Inject(ListHeldLicences) private readonly licences: ListHeldLicences,
    @Inject(ListHolderUses) private readonly uses: ListHolderUses,
    @Inject(MakePresentationCode) private readonly codes: MakePresentationCode,
  ) {}

  /** My licences. */
  @Get('licences')
  @ApiOkResponse({ standardSchema: HeldLicencePage })
  async list(
    @CurrentHolder() caller: HolderCaller,
    @Query(validated(PageQuery, 'query-invalid')) page: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<HeldLicenceView>> {
    reply.header('cache-control', 'no-store');
    return toPage(
      await this.licences.list(caller, cursorId(page.after), page.limit + 1),
      page.limit,
      (row) => row.id,
      (row) => row.view,
    );
  }

  /** A code for one matter and one receiver: 60 s, single use. */
  @Post('presentation-codes')
  @HttpCode(201)
  @ApiCreatedResponse({ standardSchema: PresentationCode })
  async present(
    @CurrentHolder() caller: HolderCaller,
    @Headers('idempotency-key') key: string | undefined,
    @Body(validated(MakePresentationCodeBody)) body: MakePresentationCodeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MadeCode> {
    reply.header('cache-control', 'no-store');
    return answerOrProblem(await this.codes.make(caller, idempotencyKey(key), body));
  }

  /** Who used my licences, newest first: names of fields, never values. */
  @Get('uses')
  @ApiOkResponse({ standardSchema: HolderUsePage })
  async used(
    @CurrentHolder() caller: HolderCaller,
    @Query(validated(PageQuery, 'query-invalid')) page: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<HolderUseView>> {
    reply.header('cache-control', 'no-store');
    return toPage(
      await this.uses.list(caller, cursorId(page.after), page.limit + 1),
      page.limit,
      (row) => row.useId,
      (row) => row,
    );
  }
}
