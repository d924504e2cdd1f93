import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { ProblemError } from '../problems/problem.js';
import { readUploads } from './uploads.js';

let server: FastifyInstance;

beforeAll(async () => {
  server = Fastify();
  await readUploads(server, ['/upload']);
  server.setErrorHandler((error, _request, reply) => {
    const known = error as { statusCode?: number };
    return reply.code(error instanceof ProblemError ? 499 : (known.statusCode ?? 500)).send((error as Error).message);
  });
  for (const path of ['/upload', '/other'])
    server.post(path, (request) => {
      const body = request.body as Record<string, unknown>;
      return Object.entries(body).map(([name, value]) => [name, Buffer.isBuffer(value), String(value)]);
    });
});
afterAll(() => server.close());

const part = (head: string, content: string) => `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const send = async (url: string, payload: string) => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const { statusCode, body } = await server.inject({ method: 'POST', url, headers, payload });
  return [statusCode, body];
};
const end = '--x--\r\n';

describe(readUploads.name, () => {
  it('gives texts as texts and a file as its bytes', async () => {
    const form = part('name="policy"', 'strict') + part('name="file"; filename="a"', 'bytes') + end;
    const [status, body] = await send('/upload', form);
    expect([status, JSON.parse(body as string)]).toEqual([
      200,
      [
        ['policy', false, 'strict'],
        ['file', true, 'bytes'],
      ],
    ]);
  });

  it('takes none where none is asked for', async () => {
    expect(await send('/other', part('name="a"', 'b') + end)).toEqual([499, 'The media type is not accepted here']);
  });

  it.each([
    ['JSON', '{}'],
    ['a form that is cut short', part('name="file"; filename="a"', 'bytes')],
  ])('tells %s as malformed', async (_what, payload) => {
    expect(await send('/upload', payload)).toEqual([499, 'The body is not what its media type says']);
  });

  it('refuses a name twice, and more than the limits', async () => {
    const twice = part('name="a"', '1') + part('name="a"', '2') + end;
    expect(await send('/upload', twice)).toEqual([499, 'A name appears twice in one JSON object']);
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => part(`name="${name}"`, '1')).join('') + end;
    expect((await send('/upload', many))[0]).toBe(413);
    const large = part('name="file"; filename="a"', 'x'.repeat(4 * 1024 * 1024 + 1)) + end;
    expect((await send('/upload', large))[0]).toBe(413);
  });
});
