import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';

/** Serves the built web apps: hashed assets for ever, the pages themselves never from a cache. */
export async function servePages(app: NestFastifyApplication, webRoot: string): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const assets = join(webRoot, 'assets');
  if (existsSync(assets)) {
    await app.register(fastifyStatic, {
      root: assets,
      prefix: '/assets/',
      decorateReply: false,
      immutable: true,
      maxAge: '365d',
      index: false,
    });
  }
  const verify = page(join(webRoot, 'verify', 'index.html'));
  const citizen = page(join(webRoot, 'citizen', 'index.html'));
  server.get('/v', (_request, reply) => send(reply, verify));
  server.get('/v/:identifier', (_request, reply) => send(reply, verify));
  server.get('/citizen', (_request, reply) => send(reply, citizen));
  server.get('/citizen/callback', (_request, reply) => send(reply, citizen));
  server.get('/', (_request, reply) => reply.redirect('/v', 302));
}

const page = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

function send(reply: FastifyReply, html: string | undefined): FastifyReply {
  reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache');
  if (html === undefined)
    return reply.code(503).send('<!doctype html><title>503</title><p>The web pages are not built: npm run build:web');
  return reply.send(html);
}
