import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ClientCaller, CurrentClient } from '../../access/index.js';
import { cursorId, idempotencyKey, type Page, PageQuery, validated } from '../../platform/index.js';
import { IssueLicence } from '../issue-licence.js';
import type { IssuedLicence } from '../new-licence.js';
import { type OwnEvent, type OwnLicence, ReadLicence } from '../read-licence.js';
import { answer, found } from './answer.js';
import { EventPage, IssuedAnswer, LicenceAnswer } from './answers.schema.js';
import { IssueRequest } from './licences.schema.js';

@ApiTags('departments')
@Controller('v1/licences')
export class LicencesController {
  constructor(
    @Inject(IssueLicence) private readonly issuing: IssueLicence,
    @Inject(ReadLicence) private readonly reading: ReadLicence,
  ) {}

  /** Issues a licence; answered after the durable commit. */
  @Post()
  @HttpCode(201)
  @ApiCreatedResponse({ standardSchema: IssuedAnswer })
  async issue(
    @CurrentClient() caller: ClientCaller,
    @Headers('idempotency-key') key: string | undefined,
    @Body(validated(IssueRequest)) body: IssueRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedLicence> {
    const issued = answer(await this.issuing.issue({ caller, idempotencyKey: idempotencyKey(key), body }));
    reply.header('location', `/v1/licences/${issued.identifier}`).header('cache-control', 'no-store');
    return issued;
  }

  /** A licence of one's own organisation. */
  @Get(':identifier')
  @ApiOkResponse({ standardSchema: LicenceAnswer })
  async read(
    @CurrentClient() caller: ClientCaller,
    @Param('identifier') identifier: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OwnLicence> {
    reply.header('cache-control', 'no-store');
    return found(await this.reading.licence(caller, identifier));
  }

  /** Its events, oldest first. */
  @Get(':identifier/events')
  @ApiOkResponse({ standardSchema: EventPage })
  async events(
    @CurrentClient() caller: ClientCaller,
    @Param('identifier') identifier: string,
    @Query(validated(PageQuery, 'query-invalid')) page: PageQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<OwnEvent>> {
    reply.header('cache-control', 'no-store');
    return found(await this.reading.events(caller, identifier, { after: cursorId(page.after), limit: page.limit }));
  }
}
