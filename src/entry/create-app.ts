import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { mountOauth } from '../access/index.js';
import { cutSlowBodies, ProblemFilter, readBodiesStrictly, readLines, readUploads } from '../platform/index.js';
import { AppModule, type AppParts } from './app.module.js';
import { serveOpenapi } from './http/openapi.js';
import { servePages } from './http/pages.js';
import { serveProblems } from './http/problems-page.js';
import { secureHeaders } from './http/security-headers.js';

const bodyLimit = 512 * 1024;
const bodyTimeoutMs = 20_000;
/** Answered while they are still being asked, as fast as the answers are read. */
const streams = ['/v1/verifications/batch'];

/** The whole HTTP application, ready to listen. Guards and limits are set before the first room is. */
export async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit,
    trustProxy: parts.trustProxy,
    http: { headersTimeout: bodyTimeoutMs },
    requestTimeout: 300_000,
    connectionTimeout: 30_000,
    keepAliveTimeout: 15_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 256 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(parts), adapter, {
    logger: ['error', 'warn'],
    bodyParser: false,
  });
  app.useGlobalFilters(new ProblemFilter(parts.log));
  mountOauth(app);
  readBodiesStrictly(adapter.getInstance(), bodyLimit, ['/v1/verifications']);
  readLines(adapter.getInstance(), streams);
  cutSlowBodies(adapter.getInstance(), bodyTimeoutMs, streams);
  secureHeaders(app, parts.settings.baseUrl);
  await readUploads(adapter.getInstance(), ['/v1/verifications']);
  await servePages(app, parts.webRoot);
  serveProblems(app);
  serveOpenapi(app);
  return app;
}
