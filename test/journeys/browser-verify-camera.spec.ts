import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { fakeCamera, launchBrowser } from '../support/browser.js';
import { filmOf, inTheDark, printedCode, screenCode } from '../support/film.js';
import { type IssuedLicence, issueExample } from '../support/licences.js';
import { openPage, overflowOf } from '../support/page.js';
import type { Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let browser: Browser;
let folder: string;
let film: string;
let licences: IssuedLicence[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elicence-film-'));
  film = await fakeCamera('nothing yet', join(folder, 'film.y4m'));
  ({ demo } = await sharedRegistry());
  browser = await launchBrowser({ camera: film });
  licences = [await issueExample(demo, 0), await issueExample(demo, 1)];
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const address = (n = 0) => licences[n]!.verificationUrl;
const start = (page: Page) => page.click('[data-action="start-camera"]');
const valid = (page: Page) => page.locator('[data-verdict="valid"]').waitFor();
/** Lets the browser answer as if the camera were in that state. */
const camera = (page: Page, script: string) => page.addInitScript(script);
const refusing = (name: string) =>
  `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', '${name}'));`;

describe('the camera of the verify page', () => {
  it('reads a code from print, from a screen and in the dark, one after the other', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(demo.pages.verify);
    await filmOf([printedCode(address())], film);
    await start(page);
    await valid(page);
    expect(await page.locator('[data-line="identifier"] dd').textContent()).toBe(licences[0]!.identifier);

    // The next one is looked for at once, without a hand on the screen.
    await filmOf([screenCode(address(1))], film);
    await page.keyboard.press('Escape');
    await page.locator(`[data-line="identifier"] dd:has-text("${licences[1]!.identifier.slice(-9)}")`).waitFor();
    await valid(page);

    await filmOf([inTheDark(printedCode(address()))], film, 50);
    await page.keyboard.press('Enter');
    await page.locator(`[data-line="identifier"] dd:has-text("${licences[0]!.identifier.slice(-9)}")`).waitFor();
    await valid(page);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('takes the one of two codes that is ours, and asks which where both are', async () => {
    const { page, faults } = await openPage(browser, { locale: 'en' });
    await page.goto(demo.pages.verify);
    await filmOf([screenCode('https://shop.example/coupon', 30), screenCode(address(), 30)], film);
    await start(page);
    await page.locator('[data-verdict], [data-notice]').first().waitFor();
    // A frame may hold one of the two alone while the film begins: then that one is told.
    if (await page.locator('[data-notice="foreign-address"]').count()) {
      await page.keyboard.press('Escape');
    }
    await valid(page);

    await filmOf([screenCode(address(0), 30), screenCode(address(1), 30)], film);
    await page.click('[data-action="next"]');
    await page.locator('[data-notice="choice"]').waitFor();
    expect(await page.locator('[data-verdict]').count()).toBe(0);
    expect(await overflowOf(page)).toBe(0);
    await page.click(`[data-choice]:has-text("${licences[1]!.identifier.slice(-9)}")`);
    await valid(page);
    expect(await page.locator('[data-line="identifier"] dd').textContent()).toBe(licences[1]!.identifier);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('has a light where the camera has one, and tells when the camera is taken away', async () => {
    const { page } = await openPage(browser, { locale: 'en' });
    await camera(
      page,
      `MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
       MediaStreamTrack.prototype.applyConstraints = async (wanted) => { window.torch = wanted.advanced[0].torch; };
       const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
       navigator.mediaDevices.getUserMedia = async (wanted) => {
         window.wanted = wanted.video.facingMode.ideal;
         window.track = (window.stream = await open(wanted)).getTracks()[0];
         return window.stream;
       };`,
    );
    await filmOf([], film);
    await page.goto(demo.pages.verify);
    await start(page);
    await page.click('[data-action="torch"]');
    expect(await page.getAttribute('[data-action="torch"]', 'aria-pressed')).toBe('true');
    expect(await page.evaluate('[window.wanted, window.torch]')).toEqual(['environment', true]);
    await page.click('[data-action="torch"]');
    expect(await page.evaluate('window.torch')).toBe(false);
    await page.evaluate("window.track.dispatchEvent(new Event('ended'))");
    await page.locator('[data-fault="camera-lost"]').waitFor();
    await page.context().close();
  });

  it.each([
    ['NotAllowedError', 'camera-refused'],
    ['NotFoundError', 'camera-missing'],
    ['NotReadableError', 'camera-busy'],
  ])('says in plain words what to do when the browser answers %s', async (name, fault) => {
    const { page, faults } = await openPage(browser, { locale: 'en' });
    await camera(page, refusing(name));
    await page.goto(demo.pages.verify);
    await start(page);
    const told = page.locator(`[data-fault="${fault}"]`);
    await told.waitFor();
    expect(await told.textContent()).toMatch(/start (it|the camera) again, or go another way|go another way, or/i);
    await page.click('[data-action="use-file"]');
    expect(await page.evaluate("document.activeElement.matches('input[type=file]')")).toBe(true);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
