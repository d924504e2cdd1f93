import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { problem, SETTINGS, type Settings, validated } from '../../platform/index.js';
import { Catalogue } from '../catalogue.js';

const versionPath = z.object({ code: z.string().max(64), version: z.string().regex(/^v[1-9][0-9]{0,5}$/) });

/** The address that a credential's `vct` names. A version never changes, nor do its bytes: `vct#integrity` binds them. */
@Controller('types')
export class TypeMetadataController {
  constructor(
    @Inject(Catalogue) private readonly catalogue: Catalogue,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':code/:version')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'public, max-age=86400')
  @Header('access-control-allow-origin', '*')
  read(@Param(validated(versionPath, 'not-found')) path: z.output<typeof versionPath>): string {
    const type = this.catalogue.version(path.code, Number(path.version.slice(1)));
    if (!type) throw problem('not-found');
    return type.metadata(this.settings.identity).text;
  }
}
