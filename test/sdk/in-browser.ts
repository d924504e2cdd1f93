import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { at } from '../../src/core/verification/testing/world.js';
import { launchBrowser } from '../support/browser.js';

/** Serves a folder to a Chromium whose clock stands at the small world's moment, and lets a test use its first page. */
export async function inBrowser<T>(folder: string, use: (page: Page) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
    const types: Record<string, string> = { html: 'text/html', js: 'text/javascript' };
    try {
      const content = readFileSync(join(folder, name));
      response.writeHead(200, { 'content-type': types[name.split('.').pop() ?? ''] ?? 'application/octet-stream' });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.addInitScript(`Date.now = () => ${at}`);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await use(page);
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
