import { Inject, Module, type OnModuleDestroy } from '@nestjs/common';
import { RECEIPTS, type Receipts, VERSION_RECEIPTS, type VersionReceipts } from '../attestation/index.js';
import type { CryptoPort } from '../core/index.js';
import { DocumentsModule, RequestCarrier } from '../documents/index.js';
import {
  CLOCK,
  type Clock,
  CRYPTO,
  DATABASE_WATCH,
  type Database,
  type DatabaseWatch,
  Deadline,
  LOG,
  type Log,
  PUBLIC_DATABASE,
  SERVICE_DATABASE,
  SETTINGS,
  type Settings,
} from '../platform/index.js';
import { LicenceLookup, OpenCredential, RegistryModule, States } from '../registry/index.js';
import { KEYSTORE, type Keystore } from '../signing/index.js';
import { CarrierRecords } from './carrier-records.store.js';
import { EvidenceStore } from './evidence.store.js';
import { type Deadlines, GatherEvidence } from './gather-evidence.js';
import { GatherHistory } from './gather-history.js';
import { AnswerBatch } from './http/answer-batch.js';
import { AnswerQuestion } from './http/answer-question.js';
import { BatchController } from './http/batch.controller.js';
import { HeldLicenceFileController, LicenceFileController } from './http/licence-file.controller.js';
import { RecordFormController } from './http/record-form.controller.js';
import { TrustController } from './http/trust.controller.js';
import { TrustBundleController } from './http/trust-bundle.controller.js';
import { VerificationsController } from './http/verifications.controller.js';
import type { Judging } from './judge.js';
import { MakeLicenceFile } from './make-licence-file.js';
import { MakeVerificationReceipt } from './make-verification-receipt.js';
import { ReadCodes } from './picture/read-codes.js';
import { TrustBundleSource } from './trust-bundle-source.js';
import { TrustSource } from './trust-source.js';
import { VerifyCarrier } from './verify-carrier.js';
import { VerifyLicence } from './verify-licence.js';
import { WrongCodes } from './wrong-codes.js';

const DEADLINES = Symbol('Deadlines');
const JUDGING = Symbol('Judging');

@Module({
  imports: [RegistryModule, DocumentsModule],
  controllers: [
    VerificationsController,
    BatchController,
    TrustController,
    TrustBundleController,
    RecordFormController,
    LicenceFileController,
    HeldLicenceFileController,
  ],
  providers: [
    {
      provide: DEADLINES,
      inject: [SETTINGS],
      useFactory: ({ verify }: Settings): Deadlines => ({
        registry: new Deadline('the registry', verify.registryMs),
        receipt: new Deadline('the log', verify.receiptMs),
        anchors: new Deadline('the anchors', verify.anchorsMs),
        history: new Deadline('the history', verify.historyMs),
      }),
    },
    {
      provide: JUDGING,
      inject: [CLOCK, CRYPTO, DATABASE_WATCH],
      useFactory: (clock: Clock, crypto: CryptoPort, watch: DatabaseWatch): Judging => ({ clock, crypto, watch }),
    },
    {
      provide: EvidenceStore,
      inject: [SERVICE_DATABASE, DEADLINES],
      useFactory: ({ pool }: Database, { receipt }: Deadlines) => new EvidenceStore(pool, receipt),
    },
    {
      provide: TrustSource,
      inject: [EvidenceStore, SETTINGS, CRYPTO, CLOCK, LOG],
      useFactory: (store: EvidenceStore, settings: Settings, crypto: CryptoPort, clock: Clock, log: Log) =>
        new TrustSource(store, settings.trustRoot, crypto, { clock }, log),
    },
    {
      provide: TrustBundleSource,
      inject: [SERVICE_DATABASE],
      useFactory: ({ pool }: Database) => new TrustBundleSource(pool),
    },
    {
      provide: GatherHistory,
      inject: [VERSION_RECEIPTS, SETTINGS, CLOCK],
      useFactory: (versions: VersionReceipts, settings: Settings, clock: Clock) =>
        new GatherHistory(versions, [settings.trustRoot], clock),
    },
    {
      provide: GatherEvidence,
      inject: [LicenceLookup, States, RECEIPTS, TrustSource, GatherHistory, JUDGING, DEADLINES],
      useFactory: (
        whole: LicenceLookup,
        state: States,
        receipts: Receipts,
        trust: TrustSource,
        history: GatherHistory,
        judging: Judging,
        deadlines: Deadlines,
      ) => new GatherEvidence({ whole, state }, receipts, trust, history, { ...judging, deadlines }),
    },
    {
      provide: CarrierRecords,
      inject: [PUBLIC_DATABASE],
      useFactory: ({ pool }: Database) => new CarrierRecords(pool),
    },
    {
      provide: VerifyCarrier,
      inject: [GatherEvidence, CarrierRecords, OpenCredential, TrustSource, JUDGING, DEADLINES],
      useFactory: (
        gatherer: GatherEvidence,
        records: CarrierRecords,
        opener: OpenCredential,
        trust: TrustSource,
        judging: Judging,
        { registry }: Deadlines,
      ) => new VerifyCarrier(gatherer, { records, opener, trust, registry }, judging),
    },
    {
      provide: MakeLicenceFile,
      inject: [RequestCarrier, GatherEvidence, RECEIPTS, EvidenceStore, CLOCK],
      useFactory: (
        carriers: RequestCarrier,
        gatherer: GatherEvidence,
        receipts: Receipts,
        store: EvidenceStore,
        clock: Clock,
      ) => new MakeLicenceFile({ carriers, gatherer, receipts, store, clock }),
    },
    {
      provide: VerifyLicence,
      inject: [GatherEvidence, VerifyCarrier, LicenceLookup, OpenCredential, JUDGING, DEADLINES],
      useFactory: (
        gatherer: GatherEvidence,
        carriers: VerifyCarrier,
        lookup: LicenceLookup,
        opener: OpenCredential,
        judging: Judging,
        { registry }: Deadlines,
      ) => new VerifyLicence(gatherer, carriers, lookup, opener, { ...judging, registry }),
    },
    { provide: ReadCodes, inject: [LOG], useFactory: (log: Log) => new ReadCodes(log) },
    {
      provide: MakeVerificationReceipt,
      inject: [KEYSTORE, TrustSource, SETTINGS, CLOCK, CRYPTO],
      useFactory: (keystore: Keystore, trust: TrustSource, { baseUrl }: Settings, clock: Clock, crypto: CryptoPort) => {
        const key = keystore.has('verification') ? keystore.ec('verification') : undefined;
        return new MakeVerificationReceipt(key, trust, baseUrl, { clock, crypto });
      },
    },
    {
      provide: AnswerQuestion,
      inject: [VerifyLicence, EvidenceStore, ReadCodes, MakeVerificationReceipt, SETTINGS, CLOCK],
      useFactory: (
        verifier: VerifyLicence,
        store: EvidenceStore,
        pictures: ReadCodes,
        receipts: MakeVerificationReceipt,
        { baseUrl, identity, wrongCodesPerMinute = 60 }: Settings,
        clock: Clock,
      ) =>
        new AnswerQuestion(verifier, {
          store,
          pictures,
          receipts,
          wrongCodes: new WrongCodes(wrongCodesPerMinute),
          ownAddresses: [baseUrl, identity],
          clock,
        }),
    },
    {
      provide: AnswerBatch,
      inject: [AnswerQuestion, LOG],
      useFactory: (questions: AnswerQuestion, log: Log) => new AnswerBatch(questions, log),
    },
  ],
  exports: [VerifyLicence, TrustSource],
})
export class VerificationModule implements OnModuleDestroy {
  constructor(@Inject(ReadCodes) private readonly pictures: ReadCodes) {}

  onModuleDestroy(): Promise<void> {
    return this.pictures.close();
  }
}
