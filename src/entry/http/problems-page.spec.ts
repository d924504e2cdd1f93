import { describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { policyOf } from '../../access/route-policies.js';
import { problemDocument, problems } from '../../platform/index.js';
import { serveProblems } from './problems-page.js';

describe('the page that a problem leads to', () => {
  it('is open to anyone and holds an anchor for every code', async () => {
    const adapter = new FastifyAdapter();
    const server = adapter.getInstance();
    serveProblems({ getHttpAdapter: () => adapter } as unknown as NestFastifyApplication);
    for (const code of Object.keys(problems) as (keyof typeof problems)[]) {
      const [path, anchor] = problemDocument(code).type.split('#');
      const answer = await server.inject({ method: 'GET', url: path! });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain(`id="${anchor}"`);
    }
    expect(policyOf('GET', '/docs/problems')).toEqual({ who: 'anyone' });
    await server.close();
  });
});
