import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { type IssuedLicence, issueExample } from '../support/licences.js';
import { openPage, overflowOf } from '../support/page.js';
import type { Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let browser: Browser;
let licence: IssuedLicence;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  [browser, licence] = await Promise.all([launchBrowser(), issueExample(demo)]);
}, 240_000);
afterAll(() => browser?.close());

describe('the verify page', () => {
  it('answers without script, in a page of the same look', async () => {
    const { page, faults } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(licence.verificationUrl);
    await page.fill('input[name="code"]', licence.code.toLowerCase());
    await page.click('button[type="submit"]');
    await page.locator('[data-verdict="valid"]').waitFor();
    // What is asked for before the style has come is answered without it.
    await page.waitForLoadState('load');
    expect(await page.locator('main').textContent()).toContain(licence.identifier);
    const background = 'getComputedStyle(document.querySelector(".verdict")).backgroundColor';
    expect(await page.evaluate(background)).toBe('rgb(10, 98, 54)');
    expect(await overflowOf(page)).toBe(0);

    await page.goto(demo.pages.verify);
    await page.fill('input[name="identifier"]', licence.identifier);
    await page.fill('input[name="code"]', '0000-0000-0000-0000');
    await page.click('button[type="submit"]');
    await page.locator('[data-verdict="invalid"]').waitFor();
    expect(await page.locator('main').textContent()).not.toContain(licence.identifier);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('works by keyboard alone', async () => {
    const { page } = await openPage(browser, { locale: 'en', viewport: { width: 1280, height: 800 } });
    await page.goto(demo.pages.verify);
    await page.locator('[data-action="start-camera"]').waitFor();
    const focused = (selector: string) => page.evaluate(`document.activeElement.matches('${selector}')`);
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 20 && !(await focused(selector)); presses++) await page.keyboard.press('Tab');
      expect(await focused(selector)).toBe(true);
    };
    await tabTo('[role="tab"]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await focused('[data-way="text"]')).toBe(true);
    await tabTo('textarea');
    await page.keyboard.insertText(licence.verificationUrl);
    await tabTo('[data-action="verify-text"]');
    await page.keyboard.press('Enter');
    await page.locator('[data-verdict="valid"]').waitFor();
    expect(await focused('.answer')).toBe(true);
    await tabTo('summary');
    await page.keyboard.press('Space');
    await page.locator('[data-check="integrity"]').waitFor({ state: 'visible' });
    await page.context().close();
  });

  it('never takes a missing answer for a verdict, and asks again', async () => {
    const { page } = await openPage(browser, { locale: 'en' });
    await page.goto(demo.pages.verify);
    await page.click('[data-way="text"]');
    await page.fill('textarea', licence.verificationUrl);
    await page.context().setOffline(true);
    await page.click('[data-action="verify-text"]');
    await page.locator('.problem').waitFor();
    expect(await page.locator('[data-verdict]').count()).toBe(0);
    await page.context().setOffline(false);
    await page.click('.problem button');
    await page.locator('[data-verdict="valid"]').waitFor();
    await page.context().close();
  });

  it.each([
    ['zh-CN', 390],
    ['en', 390],
    ['en', 320],
  ] as const)('fits in large type: %s at %i pixels', async (locale, width) => {
    const { page } = await openPage(browser, { locale, large: true, viewport: { width, height: 800 } });
    await page.goto(licence.verificationUrl);
    await page.locator('[data-verdict]').waitFor();
    await page.click('summary');
    expect(await overflowOf(page)).toBe(0);
    for (const way of ['file', 'text', 'code']) {
      await page.click(`[data-way="${way}"]`);
      expect(await overflowOf(page)).toBe(0);
    }
    await page.context().close();
  });
});
