import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { fakeCamera, launchBrowser } from '../support/browser.js';
import { anchoredReceipt, type IssuedLicence, issueExample } from '../support/licences.js';
import { openPage } from '../support/page.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let browser: Browser;
let folder: string;
let film: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elicence-film-'));
  film = await fakeCamera('nothing yet', join(folder, 'film.y4m'));
  ({ demo } = await sharedRegistry());
  browser = await launchBrowser({ camera: film });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

async function change(licence: IssuedLicence, command: string): Promise<void> {
  const body = { reasonCode: 'other', reason: 'A journey asks for it' };
  const answer = await ask(demo.baseUrl, `/v1/licences/${licence.identifier}/${command}`, {
    token: licence.token,
    body,
  });
  if (answer.status !== 200) throw new Error(`${command}: ${answer.status}`);
}

async function scan(page: Page, text: string): Promise<void> {
  await fakeCamera(text, film);
  await page.click('[data-action="start-camera"]');
}

async function verdict(page: Page, wanted: string): Promise<void> {
  await page.locator(`[data-verdict="${wanted}"]`).waitFor();
}
const textOf = (page: Page, selector: string) => page.locator(selector).textContent();

describe('a stranger with a telephone', () => {
  it('scans a licence, compares it, and scans it again when it is revoked', async () => {
    const licence = await issueExample(demo, 1);
    await anchoredReceipt(demo, licence);
    const { page, faults, origins } = await openPage(browser);
    await page.goto(demo.pages.verify);

    await scan(page, licence.verificationUrl);
    await verdict(page, 'valid');
    expect(await textOf(page, '.verdict-word')).toBe('有效');
    expect(await textOf(page, '[data-line="identifier"] dd')).toBe(licence.identifier);
    expect(await textOf(page, '[data-line="type"] dd')).toBe('营业执照');
    expect(await textOf(page, '[data-line="organisation"] dd')).toMatch(/公司$/);
    expect(await textOf(page, '[data-line="issuer"] dd')).toBe('云渡市市场监督管理局');
    expect(await textOf(page, '[data-line="issuanceDate"] dd')).toMatch(/^\d{4}年\d{1,2}月\d{1,2}日$/);
    expect(await page.locator('[data-check="attestation"]').getAttribute('data-outcome')).toBe('passed');
    expect(await textOf(page, '[data-check="attestation"] [data-time-bound]')).toContain('已在链上（区块时间）');
    expect(page.url()).not.toContain(licence.code);

    await change(licence, 'revoke');
    await scan(page, licence.verificationUrl);
    await verdict(page, 'invalid');
    expect(await textOf(page, '.verdict-reason')).toContain('吊销');
    expect(await textOf(page, '.comparison-state dd')).toBe('已吊销');

    expect(faults).toEqual([]);
    expect([...origins]).toEqual([new URL(demo.baseUrl).origin]);
    await page.context().close();
  });

  it('is told of a foreign address, which is not opened', async () => {
    const { page, origins } = await openPage(browser, { locale: 'en' });
    await page.goto(demo.pages.verify);
    await scan(page, 'https://elicence.example/v/1.2.156.3005.2.X#0123456789ABCDEF');
    await page.locator('[data-notice="foreign-address"]').waitFor();
    expect(await textOf(page, '.foreign-origin')).toBe('https://elicence.example');
    expect(await page.locator('[data-verdict]').count()).toBe(0);
    expect(page.url()).toBe(demo.pages.verify);
    expect([...origins]).toEqual([new URL(demo.baseUrl).origin]);
    await page.context().close();
  });

  it('opens the address of a QR code, by another name of the machine too, and sees a change at once', async () => {
    const licence = await issueExample(demo, 3);
    const { page, faults } = await openPage(browser, { locale: 'en' });
    const { port } = new URL(demo.baseUrl);
    await page.goto(licence.verificationUrl.replace(new URL(demo.baseUrl).origin, `http://localhost:${port}`));
    await verdict(page, 'valid');
    expect(page.url()).toBe(licence.verificationUrl);
    expect(await page.evaluate<number>('performance.now()')).toBeLessThan(2_000);

    await change(licence, 'suspend');
    await page.reload();
    await verdict(page, 'invalid');
    expect(await textOf(page, '.comparison-state dd')).toBe('Suspended');
    await change(licence, 'resume');
    await page.reload();
    await verdict(page, 'valid');
    expect(await textOf(page, '.comparison-state dd')).toBe('In force');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('brings a picture, a file or a text, and a changed one fails', async () => {
    const licence = await issueExample(demo);
    const { page, faults } = await openPage(browser);
    await page.goto(demo.pages.verify);
    await page.click('[data-way="file"]');
    const input = page.locator('input[type="file"]');
    const picture = await QRCode.toBuffer(licence.verificationUrl, { scale: 8 });
    await input.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: picture });
    await verdict(page, 'valid');

    const changed = licence.credential.replace(/[A-Za-z](?=[^.]*\.[^.]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    await input.setInputFiles({ name: 'x.sd-jwt', mimeType: '', buffer: Buffer.from(changed) });
    await verdict(page, 'invalid');
    await input.setInputFiles({ name: 'x.sd-jwt', mimeType: '', buffer: Buffer.from(licence.credential) });
    await verdict(page, 'valid');
    const nothing = await page.locator('h1').screenshot();
    await input.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: nothing });
    await page.locator('[data-notice="no-qr"]').waitFor();

    await page.click('[data-way="text"]');
    await page.fill('textarea[name="text"]', changed);
    await page.click('[data-action="verify-text"]');
    await verdict(page, 'invalid');
    await page.fill('textarea[name="text"]', `  ${licence.credential}\n`);
    await page.click('[data-action="verify-text"]');
    await verdict(page, 'valid');
    expect(await textOf(page, '[data-line="holder"] dd')).toContain('*');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
