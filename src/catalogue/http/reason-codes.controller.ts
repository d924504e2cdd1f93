import { Controller, Get } from '@nestjs/common';
import { reasonCodes } from '../../core/index.js';

const items = Object.entries(reasonCodes).map(([command, reasons]) => ({ command, reasons }));

@Controller('v1/reason-codes')
export class ReasonCodesController {
  @Get()
  list() {
    return { items, next: null };
  }
}
