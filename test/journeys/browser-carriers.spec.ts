import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Download, Page } from 'playwright-core';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readLicenceFile } from '../../src/core/index.js';
import { launchBrowser } from '../support/browser.js';
import { openPage, overflowOf } from '../support/page.js';
import type { Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  browser = await launchBrowser();
}, 240_000);
afterAll(() => browser?.close());

async function openLicence(page: Page, login: string, type: string): Promise<void> {
  await page.goto(demo.pages.citizen);
  await page.click('[data-action="sign-in"]');
  await page.fill('input[name="login"]', login);
  await page.fill('input[name="password"]', demo.holders.find((one) => one.login === login)!.password);
  await page.click('button[type="submit"]');
  await page.click(`.licence-card:has-text("${type}")`);
  await page.locator('.save').waitFor();
}

async function saved(page: Page, action: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download') as Promise<Download>,
    page.click(`[data-action="${action}"]`),
  ]);
  return readFile(await download.path());
}

/** What a camera reads from the offline code. */
async function codeOnScreen(page: Page): Promise<string> {
  const picture = await page.locator('.save-code .qr').screenshot();
  const [found] = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] });
  return found?.text ?? '';
}

async function bring(page: Page, name: string, buffer: Buffer, verdict: string): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: '', buffer });
  await page.locator(`[data-verdict="${verdict}"]`).waitFor();
}

describe('what a citizen takes away', () => {
  it('is verified by a stranger: PDF, licence file and offline code', async () => {
    const { page, faults } = await openPage(browser, { acceptDownloads: true });
    await openLicence(page, 'citizen24', '居民身份证');
    await page.click('[data-action="preview"]');
    await page.locator('.save-preview img').waitFor();
    const width = await page
      .locator('.save-preview img')
      .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
    expect(width).toBeGreaterThan(400);
    const pdf = await saved(page, 'pdf');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const file = await saved(page, 'licence-file');
    expect(readLicenceFile(file.toString())).toMatchObject({ ok: true, value: { carrier: { kind: 'sd-jwt' } } });
    expect(await page.locator('[data-saved]').textContent()).toContain('.elicence');
    await page.click('[data-action="offline-code"]');
    const code = await codeOnScreen(page);
    expect(code).toMatch(/^ELC1:/);
    expect(await page.locator('.save-code').textContent()).toContain('居民身份证');
    expect(await overflowOf(page)).toBe(0);

    const { page: stranger, faults: others } = await openPage(browser);
    await stranger.goto(demo.pages.verify);
    await stranger.click('[data-way="file"]');
    await bring(stranger, 'x.pdf', pdf, 'valid');
    const changed = Buffer.from(pdf);
    changed[pdf.length >> 1]! ^= 1;
    await bring(stranger, 'x.pdf', changed, 'invalid');
    await bring(stranger, 'x.elicence', file, 'valid');
    await stranger.click('[data-way="text"]');
    await stranger.fill('textarea[name="text"]', `${code}\n`);
    await stranger.click('[data-action="verify-text"]');
    await stranger.locator('[data-verdict="valid"]').waitFor();
    expect(await stranger.locator('[data-line="type"] dd').textContent()).toBe('居民身份证');
    expect([...faults, ...others]).toEqual([]);
    await page.context().close();
    await stranger.context().close();
  });

  it('is waited for while it is made, and told when it cannot be had', async () => {
    const { page, faults } = await openPage(browser, { locale: 'en', large: true });
    await openLicence(page, 'citizen25', 'Resident ID Card');
    let asked = 0;
    await page.route('**/carriers/pdf', (route) => {
      asked++;
      return asked < 3
        ? route.fulfill({ status: 202, headers: { 'retry-after': '1' }, json: { state: 'making' } })
        : route.continue();
    });
    await page.click('[data-action="preview"]');
    await page.locator('.save .wait:has-text("The registry is making it")').waitFor();
    await page.locator('.save-preview img').waitFor();
    expect(asked).toBe(3);

    await page.unroute('**/carriers/pdf');
    const problem = { status: 503, contentType: 'application/problem+json', headers: { 'retry-after': '7' } };
    await page.route('**/carriers/qr', (route) =>
      route.fulfill({ ...problem, body: JSON.stringify({ code: 'carriers-busy', status: 503 }) }),
    );
    await page.click('[data-action="offline-code"]');
    const told = page.locator('.save .problem');
    await told.waitFor();
    expect(await told.textContent()).toContain('Many documents are being made');
    expect(await told.textContent()).toContain('7 seconds');
    await page.unroute('**/carriers/qr');
    await page.click('.save .problem button');
    await page.locator('.save-code .qr').waitFor();

    await page.context().setOffline(true);
    await page.click('[data-action="licence-file"]');
    await told.waitFor();
    expect(await told.textContent()).toContain('The licence file could not be fetched');
    expect(await overflowOf(page)).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
