import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EcPublicJwk } from '../../core/index.js';
import { SETTINGS, type Settings } from '../../platform/index.js';
import { ownAddress } from './own-address.js';

/** Files at fixed addresses beside the pages, each with its media type; asked for anew whenever they are wanted. */
const fixed = {
  '/verify-worker.js': 'text/javascript; charset=utf-8',
  '/verify.webmanifest': 'application/manifest+json; charset=utf-8',
  '/icons/elicence.svg': 'image/svg+xml',
  '/icons/elicence-192.png': 'image/png',
  '/icons/elicence-512.png': 'image/png',
};

/**
 * Serves the built web apps: hashed assets for ever, the pages themselves never from a cache. The verify page names the trust
 * root, under which it judges a second time.
 */
export async function servePages(app: NestFastifyApplication, webRoot: string): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const { baseUrl, trustRoot } = app.get<Settings>(SETTINGS, { strict: false });
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
  const serve = (path: string, html: string | undefined) =>
    server.get(path, (request: FastifyRequest, reply: FastifyReply) => {
      const elsewhere = ownAddress(request.headers.host, request.url, baseUrl);
      return elsewhere ? reply.redirect(elsewhere, 302) : send(reply, html);
    });
  const verify = file(join(webRoot, 'verify', 'index.html'))?.replace('<!-- trust-root -->', () => rootTag(trustRoot));
  const citizen = file(join(webRoot, 'citizen', 'index.html'));
  serve('/v', verify);
  // The address names the licence: without script, only its code is still to be asked.
  serve('/v/:identifier', verify?.replace(/<!-- identifier -->[\s\S]*<!-- \/identifier -->/, ''));
  serve('/citizen', citizen);
  serve('/citizen/callback', citizen);
  for (const [path, type] of Object.entries(fixed)) {
    const content = existsSync(join(webRoot, path)) ? readFileSync(join(webRoot, path)) : undefined;
    if (content === undefined) continue;
    server.get(path, (_request, reply) =>
      reply.headers({ 'content-type': type, 'cache-control': 'no-cache' }).send(content),
    );
  }
  server.get('/', (_request, reply) => reply.redirect('/v', 302));
  const style = file(join(webRoot, 'kit.css')) ?? '';
  server.get('/kit.css', (_request, reply) =>
    reply.headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' }).send(style),
  );
}

/** The public key alone, as an attribute: its members are base64url, and no quotation mark gets out. */
function rootTag({ kty, crv, x, y }: EcPublicJwk): string {
  const content = JSON.stringify({ kty, crv, x, y }).replaceAll('"', '&quot;');
  return `<meta name="elicence-trust-root" content="${content}" />`;
}

const file = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

function send(reply: FastifyReply, html: string | undefined): FastifyReply {
  reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache');
  if (html === undefined)
    return reply.code(503).send('<!doctype html><title>503</title><p>The web pages are not built: npm run build:web');
  return reply.send(html);
}
