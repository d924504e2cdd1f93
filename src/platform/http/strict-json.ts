import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type JsonValue, parseStrictJson } from '../../core/index.js';
import { type ProblemError, problem } from '../problems/problem.js';
import { RepeatedBodies } from './repeated-bodies.js';

const maxDepth = 32;

const refusals = {
  'json-too-large': 'body-too-large',
  'json-too-deep': 'body-too-deep',
  'json-malformed': 'body-malformed',
  'json-duplicate-key': 'body-duplicate-key',
} as const;

/**
 * The only readers of bodies: JSON in UTF-8 without duplicate names and within a depth, and the forms of pages that
 * work without script. Anything else is 415. Nest's own parsers are switched off (`bodyParser: false`).
 *
 * @param repeated routes whose bodies often come again: they are read once, and given frozen
 */
export function readBodiesStrictly(server: FastifyInstance, limit: number, repeated: readonly string[] = []): void {
  const bodies = new RepeatedBodies();
  const parse = (body: Buffer) => parseStrictBody(body, limit);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: limit }, (request, body, done) => {
    const mayRepeat = repeated.includes(request.routeOptions.url ?? '');
    const parsed = mayRepeat ? bodies.read(body as Buffer, parse) : parse(body as Buffer);
    if ('refused' in parsed) done(parsed.refused);
    else done(null, parsed.value);
  });
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: 16_384 },
    (request, body, done) => {
      if (isApi(request)) return done(problem('media-type-unsupported'));
      const fields = new URLSearchParams((body as Buffer).toString('latin1'));
      const names = [...fields.keys()];
      if (new Set(names).size !== names.length) return done(problem('body-duplicate-key'));
      done(null, Object.fromEntries(fields));
    },
  );
}

/** Reads one JSON text as bodies are read; `limit` in UTF-16 code units. */
export function parseStrictBody(body: Buffer, limit: number): { value: JsonValue } | { refused: ProblemError } {
  const text = decode(body);
  if (text === undefined) return { refused: problem('body-malformed', { detail: 'The body is not UTF-8' }) };
  const parsed = parseStrictJson(text, { maxLength: limit, maxDepth });
  return parsed.ok ? { value: parsed.value } : { refused: problem(refusals[parsed.code], { detail: parsed.detail }) };
}

const isApi = (request: FastifyRequest): boolean => request.routeOptions.url?.startsWith('/v1/') ?? true;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(body: Buffer): string | undefined {
  try {
    const text = utf8.decode(body);
    return text.charCodeAt(0) === 0xfeff ? undefined : text;
  } catch {
    return undefined;
  }
}
