import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { problem, validated } from '../../platform/index.js';
import { Catalogue } from '../catalogue.js';
import { faceSchema } from '../type/face-schema.js';
import type { LicenceType } from '../type/licence-type.js';
import { LicenceTypeAnswer, LicenceTypePage } from './answers.schema.js';
import { type Page, type PageQuery, pageOf, pageQuery } from './page.js';

const typePath = z.object({ code: z.string().max(64) });

@ApiTags('departments')
@Controller('v1/licence-types')
export class LicenceTypesController {
  constructor(@Inject(Catalogue) private readonly catalogue: Catalogue) {}

  /** The catalogue: the published version of every licence type. */
  @Get()
  @ApiOkResponse({ standardSchema: LicenceTypePage })
  list(@Query(validated(pageQuery, 'query-invalid')) query: PageQuery): Page<ReturnType<typeof summary>> {
    const page = pageOf(this.catalogue.all(), (type) => type.code, query);
    return { items: page.items.map(summary), next: page.next };
  }

  /** A licence type: what its face data look like, and a body that would be accepted. */
  @Get(':code')
  @ApiOkResponse({ standardSchema: LicenceTypeAnswer })
  read(@Param(validated(typePath, 'path-invalid')) { code }: z.output<typeof typePath>) {
    const type = this.catalogue.find(code);
    if (!type) throw problem('not-found');
    const { holderKinds, maxHolders, validity, fields, example } = type.definition;
    const { 'zh-CN': title } = type.name;
    return {
      ...summary(type),
      holderKinds,
      maxHolders,
      validity,
      faceSchema: faceSchema(title, fields),
      example,
      fields,
    };
  }
}

const summary = ({ code, version, name, definingAuthority, fictitious }: LicenceType) => ({
  code,
  version,
  name,
  definingAuthority: { name: definingAuthority, creditCode: code.slice(0, 18) },
  fictitious,
});
