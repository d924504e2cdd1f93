import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ClientCaller, CurrentClient, CurrentHolder, type HolderCaller } from '../../access/index.js';
import { RequestCarrier } from '../request-carrier.js';
import { answerCarrier } from './answer-carrier.js';
import { CarrierContent, MakingAnswer } from './carriers.schema.js';

/** Carriers of a licence, to the authority that issued it. */
@ApiTags('departments')
@Controller('v1/licences')
export class CarriersController {
  constructor(@Inject(RequestCarrier) private readonly carriers: RequestCarrier) {}

  /** A carrier of a licence of one's own: `sd-jwt` (the master), `qr`, `vc-jwt` or `pdf`; the same bytes ever after. */
  @Get(':identifier/carriers/:carrier')
  @ApiOkResponse({ content: CarrierContent })
  @ApiAcceptedResponse({ standardSchema: MakingAnswer, description: 'It is being made: ask again after Retry-After' })
  carrier(
    @CurrentClient() caller: ClientCaller,
    @Param('identifier') identifier: string,
    @Param('carrier') carrier: string,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return answerCarrier(this.carriers, { caller, identifier, carrier, accept }, reply);
  }
}

/** The same to the holder. */
@ApiTags('holders')
@Controller('v1/me/licences')
export class HeldCarriersController {
  constructor(@Inject(RequestCarrier) private readonly carriers: RequestCarrier) {}

  /** A carrier of a licence that I hold. */
  @Get(':identifier/carriers/:carrier')
  @ApiOkResponse({ content: CarrierContent })
  @ApiAcceptedResponse({ standardSchema: MakingAnswer, description: 'It is being made: ask again after Retry-After' })
  carrier(
    @CurrentHolder() caller: HolderCaller,
    @Param('identifier') identifier: string,
    @Param('carrier') carrier: string,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return answerCarrier(this.carriers, { caller, identifier, carrier, accept }, reply);
  }
}
