import { Module } from '@nestjs/common';
import { Catalogue, CatalogueModule } from '../catalogue/index.js';
import type { CryptoPort } from '../core/index.js';
import {
  BACKLOG,
  type BacklogGuard,
  CLOCK,
  type Clock,
  CRYPTO,
  type Database,
  LOG,
  type Log,
  PUBLIC_DATABASE,
  SERVICE_DATABASE,
  SETTINGS,
  type Settings,
} from '../platform/index.js';
import { KEYSTORE, type Keystore } from '../signing/index.js';
import { ChangeState } from './change-state.js';
import { DiscloseLicences } from './disclose-licences.js';
import { HeldLicences } from './held-licences.js';
import { LicencesController } from './http/licences.controller.js';
import { StateController } from './http/state.controller.js';
import { IssueStore } from './issue.store.js';
import { IssueLicence } from './issue-licence.js';
import { IssuedStore } from './issued.store.js';
import { AwaitLeases } from './lease/await-leases.js';
import { States } from './lease/open-states.js';
import { StatusLeaseStore } from './lease/status-lease.store.js';
import { LicenceLookup } from './licence-lookup.js';
import { OpenCredential } from './open-credential.js';
import { OpenForCarrier } from './open-for-carrier.js';
import { portraitTypes } from './portrait-types.js';
import { makePress, type Press } from './press.js';
import { ReadLicence } from './read-licence.js';
import { StateLookup } from './state-lookup.store.js';
import { StatusPlaces } from './status-places.js';
import { drawStatusBlock } from './status-places.store.js';

const PRESS = Symbol('Press');

@Module({
  imports: [CatalogueModule],
  controllers: [LicencesController, StateController],
  providers: [
    {
      provide: PRESS,
      inject: [SETTINGS, KEYSTORE, CRYPTO],
      useFactory: (settings: Settings, keystore: Keystore, crypto: CryptoPort) => makePress(settings, keystore, crypto),
    },
    {
      provide: IssueLicence,
      inject: [Catalogue, KEYSTORE, PRESS, SERVICE_DATABASE, CLOCK, BACKLOG],
      useFactory: (
        catalogue: Catalogue,
        keystore: Keystore,
        press: Press,
        { pool }: Database,
        clock: Clock,
        backlog: BacklogGuard,
      ) =>
        new IssueLicence(
          catalogue,
          keystore,
          press,
          {
            places: new StatusPlaces(keystore.secret('status-index'), () => drawStatusBlock(pool)),
            licences: new IssueStore(pool),
            issued: new IssuedStore(pool, press.wrapping, press.baseUrl, portraitTypes(catalogue)),
            backlog,
          },
          clock,
        ),
    },
    {
      provide: ChangeState,
      inject: [SERVICE_DATABASE, PRESS, CLOCK],
      useFactory: ({ pool }: Database, press: Press, clock: Clock) =>
        new ChangeState(pool, press, clock, new AwaitLeases(new StatusLeaseStore(pool))),
    },
    {
      provide: ReadLicence,
      inject: [SERVICE_DATABASE, PRESS, CLOCK, Catalogue],
      useFactory: ({ pool }: Database, { wrapping, baseUrl }: Press, clock: Clock, catalogue: Catalogue) =>
        new ReadLicence(pool, wrapping, baseUrl, clock, portraitTypes(catalogue)),
    },
    {
      provide: LicenceLookup,
      inject: [PUBLIC_DATABASE, PRESS],
      useFactory: ({ pool }: Database, { index, crypto }: Press) => new LicenceLookup(pool, index, crypto),
    },
    {
      provide: States,
      inject: [PUBLIC_DATABASE, SERVICE_DATABASE, SETTINGS, CLOCK, LOG],
      useFactory: ({ pool }: Database, database: Database, { statusLeaseMs }: Settings, clock: Clock, log: Log) =>
        new States(new StateLookup(pool), { database, leaseMs: statusLeaseMs, clock, log }),
    },
    { provide: OpenCredential, inject: [PRESS], useFactory: ({ wrapping }: Press) => new OpenCredential(wrapping) },
    { provide: OpenForCarrier, useFactory: ({ wrapping }: Press) => new OpenForCarrier(wrapping), inject: [PRESS] },
    {
      provide: HeldLicences,
      inject: [SERVICE_DATABASE, PRESS, CLOCK],
      useFactory: ({ pool }: Database, { wrapping, baseUrl }: Press, clock: Clock) =>
        new HeldLicences(pool, wrapping, baseUrl, clock),
    },
    {
      provide: DiscloseLicences,
      inject: [PRESS],
      useFactory: ({ wrapping, days }: Press) => new DiscloseLicences(wrapping, days),
    },
  ],
  exports: [
    IssueLicence,
    ChangeState,
    ReadLicence,
    LicenceLookup,
    States,
    OpenCredential,
    OpenForCarrier,
    HeldLicences,
    DiscloseLicences,
  ],
})
export class RegistryModule {}
