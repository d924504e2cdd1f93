import { Readable } from 'node:stream';
import type { PipeTransform } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { problem } from '../problems/problem.js';

/** Media type of JSON texts, each on a line of its own. */
export const ndjsonType = 'application/x-ndjson';

/** Takes `application/x-ndjson` on the named routes alone, as the stream that it is; anywhere else it is 415. */
export function readLines(server: FastifyInstance, routes: readonly string[]): void {
  server.addContentTypeParser(ndjsonType, (request, payload, done) => {
    if (routes.includes(request.routeOptions.url ?? '')) done(null, payload);
    else done(problem('media-type-unsupported'));
  });
}

const streamPipe: PipeTransform<unknown, Readable> = {
  transform(value) {
    if (value instanceof Readable) return value;
    throw problem('media-type-unsupported');
  },
};

/** A body that stays a stream; `schema` tells OpenAPI of one line. */
export const streamed = (schema: z.ZodType) => ({ schema, pipes: [streamPipe] });

/** Bounds of what comes in lines, in bytes. */
export interface LineLimits {
  line: number;
  total: number;
}

/** A line without its end, not blank; or why it is not given: `line-too-long` alone is skipped, after `total` nothing follows. */
export type Line = { bytes: Buffer } | { refused: 'line-too-long' | 'total' };

const newline = 0x0a;

/**
 * The lines of a stream, read no faster than they are asked for. Of a line that is too long no more than the limit is held;
 * blank lines are passed over.
 */
export async function* linesOf(
  stream: AsyncIterable<Buffer>,
  limits: LineLimits,
): AsyncGenerator<Line, void, undefined> {
  let held: Buffer[] = [];
  let length = 0;
  let total = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length <= limits.line) held.push(part);
    else held = [];
  };
  const finish = (): Line | undefined => {
    const line: Line = length > limits.line ? { refused: 'line-too-long' } : { bytes: Buffer.concat(held) };
    held = [];
    length = 0;
    return 'bytes' in line && isBlank(line.bytes) ? undefined : line;
  };
  for await (const chunk of stream) {
    total += chunk.length;
    if (total > limits.total) {
      yield { refused: 'total' };
      return;
    }
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      add(chunk.subarray(from, end));
      from = end + 1;
      const line = finish();
      if (line) yield line;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  const last = length > 0 ? finish() : undefined;
  if (last) yield last;
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
