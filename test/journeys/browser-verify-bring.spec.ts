import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { dropFile, pasteFile, pasteText, scanByHand } from '../support/bring.js';
import { launchBrowser } from '../support/browser.js';
import { carrierOf, licenceFileOf } from '../support/carriers.js';
import { type IssuedLicence, issueExample } from '../support/licences.js';
import { openPage } from '../support/page.js';
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

const verdict = (page: Page, wanted = 'valid') => page.locator(`[data-verdict="${wanted}"]`).waitFor();
const next = async (page: Page) => {
  await page.keyboard.press('Escape');
  await page.locator('[data-verdict]').waitFor({ state: 'detached' });
};
const focused = (page: Page, selector: string) => page.evaluate(`document.activeElement.matches('${selector}')`);

describe('what is brought to the verify page', () => {
  it('is dropped anywhere: PDF, picture, licence file, and nothing that is none', async () => {
    const { page, faults } = await openPage(browser);
    const pdf = await carrierOf(demo, licence, 'pdf');
    await page.goto(demo.pages.verify);
    await dropFile(page, 'h1', { name: 'x.pdf', type: 'application/pdf', bytes: pdf });
    await verdict(page);
    expect(await page.getAttribute('[data-second]', 'data-second')).toBe('agreed');
    expect(await page.getAttribute('[data-check="integrity"] [data-standing]', 'data-standing')).toBe('twice');

    const spoilt = Buffer.from(pdf);
    spoilt[pdf.length >> 1]! ^= 1;
    await dropFile(page, 'footer', { name: 'x.pdf', type: 'application/pdf', bytes: spoilt });
    await verdict(page, 'invalid');

    const picture = await QRCode.toBuffer(licence.verificationUrl, { scale: 4 });
    await dropFile(page, 'main', { name: 'noname', type: '', bytes: picture });
    await verdict(page);

    const file = Buffer.from(await licenceFileOf(demo, licence, 'qr'));
    await dropFile(page, 'main', { name: 'x.elicence', type: '', bytes: file });
    await verdict(page);
    expect(await page.getAttribute('[data-second]', 'data-second')).toBe('agreed');

    await dropFile(page, 'main', { name: 'x.zip', type: 'application/zip', bytes: Buffer.from([80, 75, 3, 4, 255]) });
    await page.locator('[data-notice="file-unreadable"]').waitFor();
    expect(await page.locator('.drop-over').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is pasted, a text or a picture, and typing in a field stays typing', async () => {
    const { page, faults } = await openPage(browser, { locale: 'en' });
    await page.goto(demo.pages.verify);
    await pasteText(page, `  ${licence.verificationUrl}\n`);
    await verdict(page);
    await next(page);
    const picture = await QRCode.toBuffer(licence.verificationUrl, { scale: 4 });
    await pasteFile(page, { name: 'image.png', type: 'image/png', bytes: picture });
    await verdict(page);
    await next(page);
    await page.click('[data-way="text"]');
    await page.focus('textarea');
    await pasteText(page, licence.verificationUrl);
    expect(await page.locator('.answer > *').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is scanned by hand wherever the focus is, and the keyboard leads to the next one', async () => {
    const { page, faults } = await openPage(browser, { locale: 'en', viewport: { width: 1280, height: 800 } });
    await page.goto(demo.pages.verify);
    await page.locator('[data-action="start-camera"]').waitFor();
    expect(await scanByHand(page, licence.verificationUrl)).toBe(false);
    await verdict(page);
    await page.keyboard.press('Enter');
    await page.locator('[data-verdict]').waitFor({ state: 'detached' });
    expect(await focused(page, '[data-way="camera"]')).toBe(true);

    await page.focus('[data-action="sound"]');
    await scanByHand(page, licence.verificationUrl);
    await verdict(page);
    expect(await page.getAttribute('[data-action="sound"]', 'aria-pressed')).toBe('false');
    await next(page);

    await page.click('[data-way="code"]');
    await page.fill('input[name="code"]', 'half a');
    await page.focus('input[name="code"]');
    expect(await scanByHand(page, licence.verificationUrl)).toBe(false);
    await verdict(page);
    expect(await page.inputValue('input[name="code"]')).toBe('half a');

    await page.goto(licence.verificationUrl);
    await verdict(page);
    await next(page);
    expect(new URL(page.url()).pathname).toBe('/v');
    expect(page.url()).not.toContain('#');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('sounds when that is chosen, each verdict otherwise, and remembers the choice', async () => {
    const { page } = await openPage(browser, { locale: 'en' });
    await page.addInitScript(
      `window.heard = [];
       const make = AudioContext.prototype.createOscillator;
       AudioContext.prototype.createOscillator = function () {
         const one = make.call(this);
         one.start = () => window.heard.push(one.frequency.value);
         one.stop = () => undefined;
         return one;
       };`,
    );
    const heard = () => page.evaluate<number[]>('window.heard.splice(0)');
    const hear = async (text: string, wanted: string) => {
      await pasteText(page, text);
      await verdict(page, wanted);
      return (await heard()).map(Math.round);
    };
    await page.goto(demo.pages.verify);
    await page.locator('[data-action="sound"]').waitFor();
    expect(await hear(licence.verificationUrl, 'valid')).toEqual([]);
    await page.click('[data-action="sound"]');
    expect((await heard()).length).toBe(2);
    await next(page);
    expect(await hear(licence.verificationUrl, 'valid')).toEqual([660, 990]);
    expect(await hear(`${licence.verificationUrl.slice(0, -4)}0000`, 'invalid')).toEqual([165, 165, 165]);
    await page.reload();
    expect(await page.getAttribute('[data-action="sound"]', 'aria-pressed')).toBe('true');
    await page.context().close();
  });
});
