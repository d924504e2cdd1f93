import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { validated } from '../../platform/index.js';
import { Catalogue } from '../catalogue.js';
import type { Matter, Receiver } from '../matter.js';
import { MatterPage } from './answers.schema.js';
import { type Page, type PageQuery, pageOf, pageQuery } from './page.js';

@ApiTags('relying institutions')
@Controller('v1/matters')
export class MattersController {
  constructor(@Inject(Catalogue) private readonly catalogue: Catalogue) {}

  /** The matters, each with the proofs and fields that it asks for and who handles it. */
  @Get()
  @ApiOkResponse({ standardSchema: MatterPage })
  list(@Query(validated(pageQuery, 'query-invalid')) query: PageQuery): Page<Matter & { receivers: Receiver[] }> {
    const page = pageOf(this.catalogue.matters(), (matter) => matter.code, query);
    const items = page.items.map((matter) => ({ ...matter, receivers: this.catalogue.receivers(matter) }));
    return { items, next: page.next };
  }
}
