import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { escapeHtml, plainPage, problems } from '../../platform/index.js';

const row = ([code, [status, title]]: [string, readonly [number, string]]): string =>
  `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`;

/** What the `type` of every problem leads to: all codes, each with an anchor of its own. */
export const problemsPage = (): string =>
  plainPage(
    'en',
    'Problems',
    '/docs',
    `<table>
<thead><tr><th>Code</th><th>Status</th><th>Says</th></tr></thead>
<tbody>
${Object.entries(problems).map(row).join('\n')}
</tbody>
</table>`,
  );

export function serveProblems(app: NestFastifyApplication): void {
  const page = problemsPage();
  app
    .getHttpAdapter()
    .getInstance()
    .get('/docs/problems', (_request, reply) =>
      reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache').send(page),
    );
}
