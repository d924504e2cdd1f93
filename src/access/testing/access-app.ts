import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:net';
import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EcPublicJwk } from '../../core/index.js';
import {
  BlindIndex,
  createLog,
  type Database,
  nodeCrypto,
  openDatabase,
  PlatformModule,
  ProblemFilter,
  readBodiesStrictly,
  type Settings,
  systemClock,
} from '../../platform/index.js';
import { AccessModule, mountOauth } from '../index.js';

export interface TestKey {
  keyId: string;
  publicKey: EcPublicJwk;
  privateJwk: EcPublicJwk & { d: string };
  privateKey: KeyObject;
}

export function newKey(): TestKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y, d } = privateKey.export({ format: 'jwk' }) as { x: string; y: string; d: string };
  const jwk = { kty: 'EC', crv: 'P-256', x, y } as const;
  const keyId = createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
  return { keyId, publicKey: { ...jwk, kid: keyId }, privateJwk: { ...jwk, kid: keyId, d }, privateKey };
}

export interface AccessApp {
  app: NestFastifyApplication;
  baseUrl: string;
  oauthKey: TestKey;
  close(): Promise<void>;
}

export interface AccessAppOptions extends Pick<ModuleMetadata, 'controllers'> {
  serviceUrl: string;
  settings?: Partial<Settings>;
  oauthKey?: TestKey;
}

export const sealingKeys = { wrappingKey: Buffer.alloc(32, 1), blindIndex: new BlindIndex(Buffer.alloc(32, 2)) };

/** The room alone on Nest, Fastify and a real database, with a few routes to knock at. */
export async function startAccessApp(options: AccessAppOptions): Promise<AccessApp> {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const database = await openDatabase({ url: options.serviceUrl, pool: 8, name: 'access-test' });
  const oauthKey = options.oauthKey ?? newKey();
  const log = createLog('silent', 'access-test');
  const settings: Settings = {
    baseUrl,
    timeZone: 'Asia/Shanghai',
    statusTtlSeconds: 60,
    statusLeaseMs: 1000,
    identity: baseUrl,
    logOrigin: 'log.example',
    trustRoot: oauthKey.publicKey,
    demo: true,
    rateLimitPerMinute: 0,
    backlog: { maxEntries: 1_000, maxAgeMs: 3_600_000 },
    carriers: { queue: 10, specimen: true },
    verify: { registryMs: 1_000, receiptMs: 1_000, anchorsMs: 1_000, historyMs: 2_000 },
    ...options.settings,
  };
  const adapter = new FastifyAdapter();
  readBodiesStrictly(adapter.getInstance() as never, 65_536);
  const module = rootModule(settings, database, oauthKey, options.controllers ?? []);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, bodyParser: false });
  app.useGlobalFilters(new ProblemFilter(log));
  const close = async (): Promise<void> => {
    await app.close();
    await database.close();
  };
  try {
    mountOauth(app);
    await app.listen(port, '127.0.0.1');
  } catch (error) {
    await close();
    throw error;
  }
  return { app, baseUrl: settings.baseUrl, oauthKey, close };
}

function rootModule(
  settings: Settings,
  database: Database,
  oauthKey: TestKey,
  controllers: NonNullable<ModuleMetadata['controllers']>,
): DynamicModule {
  @Module({})
  class TestRoot {}
  const log = createLog('silent', 'access-test');
  return {
    module: TestRoot,
    controllers,
    imports: [
      PlatformModule.forRoot({
        settings,
        clock: systemClock,
        log,
        crypto: nodeCrypto,
        serviceDatabase: database,
        publicDatabase: database,
      }),
      AccessModule.forRoot({ oauthKey, cookieKeys: ['a secret of the test'], jwks: [] }),
    ],
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
