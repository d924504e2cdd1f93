import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { violations } from '../support/axe.js';
import { pasteText } from '../support/bring.js';
import { launchBrowser } from '../support/browser.js';
import { type IssuedLicence, issueExample } from '../support/licences.js';
import { openPage } from '../support/page.js';
import type { Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let browser: Browser;
let licence: IssuedLicence;
let other: IssuedLicence;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  [browser, licence, other] = await Promise.all([launchBrowser(), issueExample(demo), issueExample(demo, 1)]);
}, 240_000);
afterAll(() => browser?.close());

const shown = (page: Page, selector: string) => page.locator(selector).first().waitFor();
const focused = (page: Page, selector: string) => page.evaluate(`document.activeElement.matches('${selector}')`);

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 30 && !(await focused(page, selector)); presses++) await page.keyboard.press('Tab');
  expect(await focused(page, selector)).toBe(true);
}

describe('the verify page for everybody', () => {
  it('keeps WCAG 2.2 AA in every way of bringing a licence, and when the camera fails', async () => {
    const { page, faults } = await openPage(browser);
    await page.addInitScript(
      "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));",
    );
    await page.goto(demo.pages.verify);
    for (const way of ['camera', 'file', 'text', 'code']) {
      await page.click(`[data-way="${way}"]`);
      expect(await violations(page)).toEqual([]);
    }
    await page.click('[data-way="camera"]');
    await page.click('[data-action="start-camera"]');
    await shown(page, '[data-fault]');
    await page.click('[data-action="sound"]');
    expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('keeps it with every answer', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(licence.verificationUrl);
    await shown(page, '[data-verdict="valid"]');
    await page.click('summary');
    expect(await violations(page)).toEqual([]);

    await pasteText(page, `${licence.verificationUrl.slice(0, -4)}0000`);
    await shown(page, '[data-verdict="invalid"]');
    expect(await violations(page)).toEqual([]);

    await page.route('**/v1/verifications', async (route) => {
      const answer = await route.fetch();
      const said = (await answer.json()) as { evidence: { credential: string } };
      said.evidence.credential = '';
      await route.fulfill({ response: answer, json: said });
    });
    await pasteText(page, licence.verificationUrl);
    await shown(page, '[data-verdict="indeterminate"]');
    expect(await violations(page)).toEqual([]);
    await page.unroute('**/v1/verifications');

    await pasteText(page, 'https://elicence.example/v/x');
    await shown(page, '[data-notice="foreign-address"]');
    expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('keeps it while it waits, where the registry fails, and when the root has changed', async () => {
    const { page, faults } = await openPage(browser);
    await page.addInitScript(
      `localStorage.setItem('elicence.trust-root', '${JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'B'.repeat(43) })}')`,
    );
    await page.goto(demo.pages.verify);
    await shown(page, '[data-root-changed]');
    expect(await violations(page)).toEqual([]);
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/v1/verifications', async (route) => {
      await asked;
      await route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"overloaded"}' });
    });
    await pasteText(page, licence.verificationUrl);
    await shown(page, '.wait-bar');
    await shown(page, '.notice .quiet-text:has-text("The network is slow")');
    expect(await violations(page)).toEqual([]);
    answer();
    await shown(page, '.problem');
    expect(await page.locator('[data-verdict]').count()).toBe(0);
    expect(await page.getAttribute('[data-not-offline]', 'data-not-offline')).toBe('record');
    expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is used from question to next question by keyboard alone, with the focus always to be seen', async () => {
    const { page } = await openPage(browser, { locale: 'en', reducedMotion: 'reduce' });
    await page.goto(demo.pages.verify);
    await shown(page, '[data-action="start-camera"]');
    await tabTo(page, '[role="tab"]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await tabTo(page, 'textarea');
    await page.keyboard.insertText(other.verificationUrl);
    await tabTo(page, '[data-action="verify-text"]');
    await page.keyboard.press('Enter');
    await shown(page, '[data-verdict="valid"]');
    expect(await focused(page, '.answer')).toBe(true);
    await tabTo(page, '[data-action="next"]');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineWidth');
    expect(outline).toBe('3px');
    await tabTo(page, 'summary');
    await page.keyboard.press('Enter');
    await page.locator('[data-check="status"]').waitFor({ state: 'visible' });
    expect(await page.locator('[data-verdict]').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.locator('[data-verdict]').waitFor({ state: 'detached' });
    expect(await focused(page, 'textarea')).toBe(true);
    const moving = "getComputedStyle(document.documentElement).getPropertyValue('scroll-behavior')";
    expect(await page.evaluate(moving)).toBe('auto');
    await page.context().close();
  });
});
