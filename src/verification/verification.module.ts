import { Module } from '@nestjs/common';
import { AttestationModule, BuildReceipt } from '../attestation/index.js';
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
import { LicenceLookup, OpenCredential, RegistryModule } from '../registry/index.js';
import { AnchorSource } from './anchor-source.js';
import { EvidenceStore } from './evidence.store.js';
import { GatherEvidence } from './gather-evidence.js';
import { RecordFormController } from './http/record-form.controller.js';
import { TrustController } from './http/trust.controller.js';
import { VerificationsController } from './http/verifications.controller.js';
import { TrustSource } from './trust-source.js';
import { VerifyLicence } from './verify-licence.js';

@Module({
  imports: [RegistryModule, AttestationModule],
  controllers: [VerificationsController, TrustController, RecordFormController],
  providers: [
    {
      provide: EvidenceStore,
      inject: [SERVICE_DATABASE],
      useFactory: (database: Database) => new EvidenceStore(database.pool),
    },
    {
      provide: TrustSource,
      inject: [EvidenceStore, SETTINGS, CRYPTO, CLOCK, LOG],
      useFactory: (store: EvidenceStore, settings: Settings, crypto: CryptoPort, clock: Clock, log: Log) =>
        new TrustSource(store, settings.trustRoot, crypto, clock, log),
    },
    {
      provide: AnchorSource,
      inject: [EvidenceStore, CLOCK],
      useFactory: (store: EvidenceStore, clock: Clock) => new AnchorSource(store, clock),
    },
    {
      provide: GatherEvidence,
      inject: [LicenceLookup, BuildReceipt, TrustSource, AnchorSource, CLOCK, CRYPTO],
      useFactory: (
        lookup: LicenceLookup,
        receipts: BuildReceipt,
        trust: TrustSource,
        anchors: AnchorSource,
        clock: Clock,
        crypto: CryptoPort,
      ) => new GatherEvidence(lookup, receipts, trust, anchors, { clock, crypto }),
    },
    {
      provide: VerifyLicence,
      inject: [GatherEvidence, LicenceLookup, OpenCredential, CLOCK, CRYPTO],
      useFactory: (
        gatherer: GatherEvidence,
        lookup: LicenceLookup,
        opener: OpenCredential,
        clock: Clock,
        crypto: CryptoPort,
      ) => new VerifyLicence(gatherer, lookup, opener, { clock, crypto }),
    },
  ],
  exports: [VerifyLicence],
})
export class VerificationModule {}
