import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ClientCaller, CurrentClient } from '../../access/index.js';
import type { InclusionPromise, Receipt } from '../../core/index.js';
import { problem } from '../../platform/index.js';
import { ReadLicence } from '../../registry/index.js';
import type { Receipts } from '../receipt.js';
import { RECEIPTS } from '../tokens.js';
import { PendingReceipt, ReceiptAnswer } from './receipt.schema.js';

@ApiTags('departments')
@Controller('v1/licences')
export class ReceiptController {
  constructor(
    @Inject(ReadLicence) private readonly licences: ReadLicence,
    @Inject(RECEIPTS) private readonly receipts: Receipts,
  ) {}

  /** The receipt of the event that made this version; 202 with the inclusion promise until it is logged. */
  @Get(':identifier/receipt')
  @ApiOkResponse({ standardSchema: ReceiptAnswer })
  @ApiAcceptedResponse({ standardSchema: PendingReceipt })
  async receipt(
    @CurrentClient() caller: ClientCaller,
    @Param('identifier') identifier: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipt | { inclusionPromise: InclusionPromise }> {
    const made = await this.licences.eventOfLicence(caller, identifier);
    if (!made) throw problem('not-found');
    reply.header('cache-control', 'no-store');
    const { event, salt, entry, leafIndex } = made;
    const receipt =
      leafIndex === null ? undefined : await this.receipts.build({ event, salt, entry, index: leafIndex });
    if (receipt) return receipt;
    reply.code(202).header('retry-after', '1');
    return { inclusionPromise: made.inclusionPromise };
  }
}
