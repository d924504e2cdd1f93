import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpSource } from './http-source.js';

describe(HttpSource.name, () => {
  let server: Server;
  let base: string;
  let asked = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked++;
      if (request.url === '/there') return response.end('0123456789');
      if (request.url === '/away') return response.writeHead(302, { location: '/there' }).end();
      if (request.url === '/denied') return response.writeHead(403).end();
      if (request.url === '/once-busy' && asked === 1) return response.writeHead(503).end();
      if (request.url === '/once-busy') return response.end('at last');
      if (request.url === '/silent') return;
      if (request.url === '/endless') {
        const more = () => {
          if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
        };
        return more();
      }
      if (request.url === '/broken') {
        response.writeHead(200, { 'content-length': 100 }).write('half');
        return setTimeout(() => response.destroy(), 20);
      }
      return response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const source = () => new HttpSource(base, { timeoutMs: 300, tries: 2, pauseMs: 1 });

  it('gives what is there, and nothing for what is not', async () => {
    const log = source();
    expect((await log.read('/there', 10))?.toString()).toBe('0123456789');
    expect(await log.read('/elsewhere', 10)).toBeUndefined();
    expect(log.bytes).toBe(10);
  });

  it('reads one byte beyond the most that was asked for, and no more of an answer without end', async () => {
    expect((await source().read('/there', 4))?.toString()).toBe('01234');
    const log = source();
    expect((await log.read('/endless', 1_000))?.length).toBe(1_001);
    expect(log.bytes).toBeLessThan(1_000_000);
  });

  it('asks again when the server is busy', async () => {
    asked = 0;
    expect((await source().read('/once-busy', 10))?.toString()).toBe('at last');
  });

  it.each([
    ['/silent', 'no answer in time'],
    ['/broken', ''],
    ['/away', 'answered 302'],
    ['/denied', 'answered 403'],
  ])('does not complete at %s', async (path, says) => {
    await expect(source().read(path, 10)).rejects.toMatchObject({
      name: 'NotCompleted',
      message: expect.stringContaining(says),
    });
  });

  it('does not complete where nobody listens', async () => {
    const nobody = new HttpSource('http://127.0.0.1:1', { tries: 1 });
    await expect(nobody.read('/there', 10)).rejects.toMatchObject({ name: 'NotCompleted' });
  });
});
