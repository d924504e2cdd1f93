import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from 'helmet';

const self = ["'self'"];
const permissions = 'camera=(self), microphone=(), geolocation=()';
const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * No inline script or style anywhere, no frames, nothing from another origin; the scanner's WebAssembly is our own file. What
 * the API answers is no page: there one header says that it must not be taken for one. Made once: building the policy for
 * each request was measured at more than a signature.
 */
export function secureHeaders(app: NestFastifyApplication, baseUrl: string): void {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: self,
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: self,
        workerSrc: self,
        manifestSrc: self,
        fontSrc: self,
        formAction: self,
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: baseUrl.startsWith('https:'),
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      const route = request.routeOptions.url;
      if (route?.startsWith('/v1/')) {
        reply.raw.setHeader('x-content-type-options', 'nosniff');
        return done();
      }
      headers(request.raw, reply.raw, () => {
        reply.raw.setHeader('permissions-policy', permissions);
        // Swagger's page styles itself inline; it shows our own document only.
        if (route?.startsWith('/docs')) reply.raw.setHeader('content-security-policy', docsPolicy);
        done();
      });
    });
}
