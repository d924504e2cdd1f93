import { generateKeyPairSync } from 'node:crypto';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { ClientBase } from 'pg';
import { AccessModule, mountOauth } from '../../src/access/index.js';
import { AttestationModule } from '../../src/attestation/index.js';
import { CatalogueModule } from '../../src/catalogue/index.js';
import { DocumentsModule } from '../../src/documents/index.js';
import {
  DatabaseWatch,
  nodeCrypto,
  openDatabase,
  PlatformModule,
  ProblemFilter,
  readBodiesStrictly,
  type VerifyTimes,
} from '../../src/platform/index.js';
import { RegistryModule } from '../../src/registry/index.js';
import { keyIdOf, publicJwk, SigningModule } from '../../src/signing/index.js';
import { StatusModule } from '../../src/status/index.js';
import { EvidenceStore } from '../../src/verification/evidence.store.js';
import { TrustSource, VerificationModule, VerifyLicence } from '../../src/verification/index.js';
import { type FaultWorld, log } from './world.js';

/** One process of the registry that answers verifications, over the proxies, with clocks that the test sets. */
export interface Process {
  /** Status and body of an answer. */
  ask(body: object): Promise<{ status: number; body: Answered }>;
  verifier: VerifyLicence;
  trust: TrustSource;
  watch: DatabaseWatch;
  /** How far its clock is ahead, in milliseconds, and by how much its trust list counts as older than it is. */
  clock: { ahead: number; older: number };
  close(): Promise<void>;
}

/** A report, as far as it is read here. */
export interface Answered {
  verdict: 'valid' | 'invalid' | 'indeterminate';
  checks: { check: string; outcome: string; code: string; asOf: string }[];
}

/** What a process is begun with. */
export interface ProcessOptions {
  clock?: Process['clock'];
  /** How long it waits, where that is to be short: of what answers, nothing is to be late on a busy machine. */
  waits?: Partial<VerifyTimes>;
}

const patient = 60_000;

export async function startProcess(world: FaultWorld, options: ProcessOptions = {}): Promise<Process> {
  const { clock = { ahead: 0, older: 0 }, waits } = options;
  const now = () => Date.now() + clock.ahead;
  const monotonic = () => performance.now() + clock.older;
  const watch = new DatabaseWatch(now, () => performance.now(), log);
  const common = {
    pool: 4,
    name: 'faults',
    byIndex: true,
    onError: () => undefined,
    admit: (client: ClientBase) => watch.admit(client),
    statementTimeoutMs: patient,
    graceMs: patient,
  };
  const [serviceDatabase, publicDatabase] = await Promise.all([
    openDatabase({ ...common, url: world.urls.service }),
    openDatabase({ ...common, url: world.urls.open }),
  ]);
  const verify = { registryMs: patient, receiptMs: patient, anchorsMs: patient, historyMs: patient, ...waits };
  const settings = { ...world.settings, verify, statusLeaseMs: 0 };
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const publicKey = publicJwk(key);
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot({
        settings,
        clock: now,
        log,
        crypto: nodeCrypto,
        serviceDatabase,
        publicDatabase,
        databaseWatch: watch.over(serviceDatabase.pool),
      }),
      SigningModule.forRoot(world.registry.keystore),
      AccessModule.forRoot({
        oauthKey: { keyId: keyIdOf(publicKey), publicKey, privateJwk: key.export({ format: 'jwk' }) as never },
        cookieKeys: ['a secret of the test'],
        jwks: [],
      }),
      CatalogueModule,
      RegistryModule,
      AttestationModule.forRoot(),
      StatusModule,
      DocumentsModule,
      VerificationModule,
    ],
  })
    .overrideProvider(TrustSource)
    .useFactory({
      inject: [EvidenceStore],
      factory: (store: EvidenceStore) =>
        new TrustSource(store, settings.trustRoot, nodeCrypto, { clock: now, monotonic }, log),
    })
    .compile();
  const adapter = new FastifyAdapter({ routerOptions: { maxParamLength: 256 } });
  const app = module.createNestApplication<NestFastifyApplication>(adapter, { logger: false, bodyParser: false });
  app.useGlobalFilters(new ProblemFilter(log));
  mountOauth(app);
  readBodiesStrictly(adapter.getInstance() as never, 512 * 1024);
  await app.init();
  await adapter.getInstance().ready();
  return {
    ask: async (body) => {
      const answer = await app.inject({ method: 'POST', url: '/v1/verifications', payload: body });
      return { status: answer.statusCode, body: answer.json() };
    },
    verifier: app.get(VerifyLicence, { strict: false }),
    trust: app.get(TrustSource, { strict: false }),
    watch,
    clock,
    close: async () => {
      await app.close();
      await Promise.all([serviceDatabase.close(), publicDatabase.close()]);
    },
  };
}
