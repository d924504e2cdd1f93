import { type DynamicModule, Module } from '@nestjs/common';
import type { CryptoPort } from '../core/index.js';
import { CLOCK, type Clock, CRYPTO, type Database, SERVICE_DATABASE } from '../platform/index.js';
import { RegistryModule } from '../registry/index.js';
import { LogController } from './http/log.controller.js';
import { ReceiptController } from './http/receipt.controller.js';
import { VersionsController } from './http/versions.controller.js';
import { Receipts } from './receipt.js';
import { RECEIPTS, VERSION_RECEIPTS } from './tokens.js';
import { VersionReceipts } from './version-receipts.js';

/** What the log shows and proves. The worker that grows it is no part of it: `AttestationWorker` runs beside or elsewhere. */
@Module({})
export class AttestationModule {
  static forRoot(): DynamicModule {
    const receipts = {
      provide: RECEIPTS,
      useFactory: (database: Database, crypto: CryptoPort, clock: Clock) => new Receipts(database.pool, crypto, clock),
      inject: [SERVICE_DATABASE, CRYPTO, CLOCK],
    };
    const versions = {
      provide: VERSION_RECEIPTS,
      useFactory: (database: Database, made: Receipts) => new VersionReceipts(database.pool, made),
      inject: [SERVICE_DATABASE, RECEIPTS],
    };
    return {
      module: AttestationModule,
      global: true,
      imports: [RegistryModule],
      controllers: [LogController, ReceiptController, VersionsController],
      providers: [receipts, versions],
      exports: [receipts, versions],
    };
  }
}
