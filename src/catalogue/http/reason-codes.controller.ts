import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { reasonCodes } from '../../core/index.js';
import { ReasonCodePage } from './answers.schema.js';

const items = Object.entries(reasonCodes).map(([command, reasons]) => ({ command, reasons }));

@ApiTags('departments')
@Controller('v1/reason-codes')
export class ReasonCodesController {
  /** The reasons that each command takes, `other` among them. */
  @Get()
  @ApiOkResponse({ standardSchema: ReasonCodePage })
  list() {
    return { items, next: null };
  }
}
