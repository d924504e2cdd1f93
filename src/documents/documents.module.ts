import { Inject, Module, type OnModuleDestroy } from '@nestjs/common';
import { OrganisationDirectory } from '../access/index.js';
import { Catalogue, CatalogueModule } from '../catalogue/index.js';
import type { CryptoPort } from '../core/index.js';
import {
  CLOCK,
  type Clock,
  CRYPTO,
  type Database,
  LOG,
  type Log,
  SERVICE_DATABASE,
  SETTINGS,
  type Settings,
} from '../platform/index.js';
import { OpenForCarrier, RegistryModule } from '../registry/index.js';
import { KEYSTORE, type Keystore } from '../signing/index.js';
import { FindLicence } from './find-licence.js';
import { CarriersController, HeldCarriersController } from './http/carriers.controller.js';
import { MakePage } from './make-page.js';
import { MakePhotoCode } from './make-photo-code.js';
import { makersOf } from './makers.js';
import { MakingQueue } from './making-queue.js';
import { OrderDesk } from './order.js';
import { PageThread } from './page-thread.js';
import { timeStamper } from './pdf/time-stamp.js';
import { RequestCarrier } from './request-carrier.js';

/** Carriers beside the master: made when first asked for, kept, served. */
@Module({
  imports: [CatalogueModule, RegistryModule],
  controllers: [CarriersController, HeldCarriersController],
  providers: [
    { provide: PageThread, useFactory: () => new PageThread() },
    {
      provide: MakingQueue,
      inject: [SETTINGS, LOG],
      useFactory: ({ carriers }: Settings, log: Log) =>
        new MakingQueue({ maxWaiting: carriers.queue, rememberMs: 60_000, maxRemembered: 1_000 }, (err) =>
          log.error({ err }, 'a carrier could not be made'),
        ),
    },
    {
      provide: FindLicence,
      inject: [SERVICE_DATABASE, OpenForCarrier, Catalogue, CRYPTO, CLOCK],
      useFactory: ({ pool }: Database, open: OpenForCarrier, catalogue: Catalogue, crypto: CryptoPort, clock: Clock) =>
        new FindLicence(pool, open, catalogue, crypto, clock),
    },
    {
      provide: OrderDesk,
      inject: [FindLicence, CRYPTO],
      useFactory: (licences: FindLicence, crypto: CryptoPort) => new OrderDesk(licences, crypto),
    },
    {
      provide: MakePage,
      inject: [OrderDesk, PageThread, OrganisationDirectory, SETTINGS, CLOCK],
      useFactory: (
        desk: OrderDesk,
        thread: PageThread,
        organisations: OrganisationDirectory,
        { baseUrl, carriers }: Settings,
        clock: Clock,
      ) =>
        new MakePage(desk, {
          thread,
          organisations,
          look: { baseUrl, specimen: carriers.specimen },
          timeStamp: carriers.timeStampUrl ? timeStamper({ url: carriers.timeStampUrl, now: clock }) : undefined,
          clock,
        }),
    },
    {
      provide: MakePhotoCode,
      inject: [OrderDesk, PageThread, CLOCK],
      useFactory: (desk: OrderDesk, thread: PageThread, clock: Clock) => new MakePhotoCode(desk, thread, clock),
    },
    {
      provide: RequestCarrier,
      inject: [FindLicence, MakePage, MakePhotoCode, MakingQueue, KEYSTORE, CRYPTO, CLOCK],
      useFactory: (
        licences: FindLicence,
        pages: MakePage,
        codes: MakePhotoCode,
        queue: MakingQueue,
        keystore: Keystore,
        crypto: CryptoPort,
        clock: Clock,
      ) =>
        new RequestCarrier({
          licences,
          makers: makersOf(pages, codes),
          queue,
          key: keystore.has('carrier') ? keystore.ec('carrier') : undefined,
          crypto,
          clock,
          patienceMs: 2_000,
        }),
    },
  ],
  exports: [RequestCarrier],
})
export class DocumentsModule implements OnModuleDestroy {
  constructor(
    @Inject(MakingQueue) private readonly queue: MakingQueue,
    @Inject(PageThread) private readonly thread: PageThread,
  ) {}

  async onModuleDestroy(): Promise<void> {
    this.queue.close();
    await this.thread.close();
  }
}
