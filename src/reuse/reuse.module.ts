import { Module } from '@nestjs/common';
import { OrganisationDirectory } from '../access/index.js';
import { Catalogue, CatalogueModule } from '../catalogue/index.js';
import { BlindIndex, CLOCK, type Clock, type Database, SERVICE_DATABASE } from '../platform/index.js';
import { DiscloseLicences, HeldLicences, RegistryModule } from '../registry/index.js';
import { KEYSTORE, type Keystore } from '../signing/index.js';
import { VerificationModule, VerifyLicence } from '../verification/index.js';
import { HolderController } from './http/holder.controller.js';
import { PresentationsController } from './http/presentations.controller.js';
import { ListHeldLicences } from './list-held-licences.js';
import { ListHolderUses } from './list-holder-uses.js';
import { MakePresentationCode } from './make-presentation-code.js';
import { UsePresentation } from './use-presentation.js';

@Module({
  imports: [CatalogueModule, RegistryModule, VerificationModule],
  controllers: [HolderController, PresentationsController],
  providers: [
    {
      provide: ListHeldLicences,
      inject: [HeldLicences, OrganisationDirectory, Catalogue],
      useFactory: (held: HeldLicences, organisations: OrganisationDirectory, catalogue: Catalogue) =>
        new ListHeldLicences(held, organisations, catalogue),
    },
    {
      provide: ListHolderUses,
      inject: [SERVICE_DATABASE, OrganisationDirectory, Catalogue],
      useFactory: (database: Database, organisations: OrganisationDirectory, catalogue: Catalogue) =>
        new ListHolderUses(database, organisations, catalogue),
    },
    {
      provide: MakePresentationCode,
      inject: [OrganisationDirectory, Catalogue, HeldLicences, SERVICE_DATABASE, CLOCK, KEYSTORE],
      useFactory: (
        organisations: OrganisationDirectory,
        catalogue: Catalogue,
        held: HeldLicences,
        database: Database,
        clock: Clock,
        keystore: Keystore,
      ) =>
        new MakePresentationCode(organisations, catalogue, held, {
          database,
          clock,
          blindIndex: new BlindIndex(keystore.secret('index')),
          wrappingKey: keystore.secret('seal'),
        }),
    },
    {
      provide: UsePresentation,
      inject: [Catalogue, OrganisationDirectory, DiscloseLicences, VerifyLicence, SERVICE_DATABASE, CLOCK, KEYSTORE],
      useFactory: (
        catalogue: Catalogue,
        organisations: OrganisationDirectory,
        disclosure: DiscloseLicences,
        verifier: VerifyLicence,
        database: Database,
        clock: Clock,
        keystore: Keystore,
      ) =>
        new UsePresentation(catalogue, organisations, disclosure, verifier, {
          database,
          clock,
          blindIndex: new BlindIndex(keystore.secret('index')),
        }),
    },
  ],
})
export class ReuseModule {}
