import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problems/problem.js';

const limits = { files: 1, fileSize: 4 * 1024 * 1024, fields: 4, fieldSize: 1_024, parts: 5, headerPairs: 20 };

/**
 * Takes `multipart/form-data` on the named routes alone; anywhere else it is 415. The body becomes an object of texts and of
 * `Buffer`s for files, each name once. A form that is cut short or malformed is the sender's fault: 400.
 */
export async function readUploads(server: FastifyInstance, routes: readonly string[]): Promise<void> {
  await server.register(multipart, { limits });
  server.addHook('preValidation', async (request) => {
    if (!request.isMultipart()) return;
    if (!routes.includes(request.routeOptions.url ?? '')) throw problem('media-type-unsupported');
    request.body = await readForm(request);
  });
}

async function readForm(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields = new Map<string, unknown>();
  try {
    for await (const part of request.parts()) {
      if (fields.has(part.fieldname)) throw problem('body-duplicate-key');
      fields.set(part.fieldname, part.type === 'file' ? await part.toBuffer() : part.value);
    }
  } catch (cause) {
    // What knows its status is a limit or a problem; the parser's own complaints are plain errors.
    if (cause instanceof Error && !('statusCode' in cause) && !('code' in cause))
      throw problem('body-malformed', { cause });
    throw cause;
  }
  return Object.fromEntries(fields);
}
