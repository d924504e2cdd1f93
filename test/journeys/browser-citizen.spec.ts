import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { launchBrowser } from '../support/browser.js';
import { openPage, overflowOf } from '../support/page.js';
import { ask, clientToken, type Demo } from '../support/registry.js';
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

const holder = (login: string) => demo.holders.find((one) => one.login === login)!;

async function enter(page: Page, login: string, password: string): Promise<void> {
  await page.fill('input[name="login"]', login);
  await page.fill('input[name="password"]', password);
  await page.click('button[type="submit"]');
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.goto(demo.pages.citizen);
  await page.click('[data-action="sign-in"]');
  await enter(page, login, holder(login).password);
  await page.locator('.licence-card').first().waitFor();
}

/** What a camera reads from the QR code on the screen. */
async function qrOnScreen(page: Page): Promise<string[]> {
  const picture = await page.locator('.qr').screenshot();
  const found = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] });
  return found.map((code) => code.text);
}

describe('a citizen', () => {
  it('shows a licence to the hospital once, and sees who used it', async () => {
    const { page, faults, origins } = await openPage(browser);
    await page.goto(demo.pages.citizen);
    await page.click('[data-action="sign-in"]');
    await enter(page, 'citizen21', 'not the password');
    expect(await page.locator('[role="alert"]').textContent()).toContain('用户名或密码不正确');
    await enter(page, 'citizen21', holder('citizen21').password);
    await page.locator('.licence-card').first().waitFor();
    expect(page.url()).not.toMatch(/code=|state=/);

    await page.click('.licence-card:has-text("居民身份证")');
    expect(await page.locator('.facts').textContent()).toContain(holder('citizen21').name);
    expect((await qrOnScreen(page))[0]).toMatch(/\/v\/1\.2\.156\.3005\.2\..+#[0-9A-Z]{16}$/);
    await page.click('[data-action="show"]');
    await page.selectOption('select[name="matter"]', 'hospital-admission');
    await page.locator('.shared-fields [data-field]').first().waitFor();
    expect(await page.locator('.shared-fields').textContent()).toContain('公民身份号码');
    await page.click('[data-action="make-code"]');
    const code = (await page.locator('[data-code]').getAttribute('data-code')) ?? '';
    expect(code.length).toBeGreaterThanOrEqual(26);
    expect(await qrOnScreen(page)).toEqual([code]);
    expect(await page.locator('.countdown').textContent()).toMatch(/还剩 \d+ 秒/);
    const seen = await page
      .locator('.countdown, .qr')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().bottom));
    expect(Math.max(...seen)).toBeLessThanOrEqual(844);

    const token = await clientToken(demo, 'hospital');
    const body = { code, matterCode: 'hospital-admission' };
    const used = await ask(demo.baseUrl, '/v1/presentations/use', { token, body });
    expect([used.status, used.body.licences?.[0].fields.name]).toEqual([201, holder('citizen21').name]);
    const again = await ask(demo.baseUrl, '/v1/presentations/use', { token, body });
    expect([again.status, again.body.code]).toEqual([409, 'presentation-code-used']);

    await page.click('a[href="#/uses"]');
    const use = page.locator(`[data-use="${used.body.useId}"]`);
    await use.waitFor();
    expect(await use.textContent()).toContain('云渡市第一人民医院');
    expect(await use.textContent()).toContain('住院登记');
    expect(await use.textContent()).toContain('居民身份证');
    expect(await use.textContent()).not.toContain(holder('citizen21').code);

    await page.click('[data-action="sign-out"]');
    await page.locator('[data-action="sign-in"]').waitFor();
    await page.reload();
    await page.locator('[data-action="sign-in"]').waitFor();
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toBe('{}');
    expect(faults).toEqual([]);
    expect([...origins]).toEqual([new URL(demo.baseUrl).origin]);
    await page.context().close();
  });

  it('reads everything in English and large type on a telephone', async () => {
    const { page, faults } = await openPage(browser, { locale: 'zh-CN', large: true });
    await page.goto(demo.pages.citizen);
    await page.click('button[lang="en"]');
    await signIn(page, 'citizen22');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await overflowOf(page)).toBe(0);
    await page.click('a[href="#/uses"]');
    await page.locator('text=No organisation has used your licences yet.').waitFor();
    await page.click('a[href="#/"]');
    await page.click('.licence-card:has-text("Household register")');
    expect(await overflowOf(page)).toBe(0);
    await page.click('[data-action="show"]');
    await page.selectOption('select[name="matter"]', 'newborn-certificate');
    await page.click('[data-action="make-code"]');
    await page.locator('[data-code]').waitFor();
    expect(await overflowOf(page)).toBe(0);
    expect(await page.locator('main').textContent()).not.toMatch(/[a-z]+\.[a-z]+\.[a-z]+/);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is asked in the language of the page before, and told when the network is away', async () => {
    const { page } = await openPage(browser, { locale: 'zh-CN' });
    await page.goto(demo.pages.citizen);
    await page.click('button[lang="en"]');
    await page.click('[data-action="sign-in"]');
    // The page before has a heading too, and is there until the form has come.
    await page.locator('input[name="login"]').waitFor();
    expect(await page.locator('h1').textContent()).toBe('Sign in to your licences');
    await enter(page, 'citizen23', holder('citizen23').password);
    await page.locator('.licence-card').first().waitFor();
    await page.context().setOffline(true);
    await page.click('a[href="#/uses"]');
    await page.locator('.problem').waitFor();
    await page.context().setOffline(false);
    await page.click('.problem button');
    await page.locator('text=No organisation has used your licences yet.').waitFor();
    await page.context().close();
  });
});
