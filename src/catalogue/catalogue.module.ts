import { Module } from '@nestjs/common';
import { CLOCK, type Clock, type Database, LOG, type Log, SERVICE_DATABASE } from '../platform/index.js';
import { Catalogue } from './catalogue.js';
import { ContextsController } from './http/contexts.controller.js';
import { LicenceTypesController } from './http/licence-types.controller.js';
import { MattersController } from './http/matters.controller.js';
import { ReasonCodesController } from './http/reason-codes.controller.js';
import { TypeMetadataController } from './http/type-metadata.controller.js';

@Module({
  controllers: [
    LicenceTypesController,
    ReasonCodesController,
    MattersController,
    TypeMetadataController,
    ContextsController,
  ],
  providers: [
    {
      provide: Catalogue,
      useFactory: (database: Database, clock: Clock, log: Log) => new Catalogue(database.pool, clock, log),
      inject: [SERVICE_DATABASE, CLOCK, LOG],
    },
  ],
  exports: [Catalogue],
})
export class CatalogueModule {}
