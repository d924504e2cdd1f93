// npm run screens:verify [-- folder]: the verify page with each kind of answer, on a telephone and on a desk, in both
// languages, for people to look at. Starts a registry of its own, unless TEST_REGISTRY_FOLDER names one that runs; needs the
// build.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { pasteText } from '../support/bring.js';
import { launchBrowser } from '../support/browser.js';
import { anchoredReceipt, type IssuedLicence, issueExample } from '../support/licences.js';
import { openPage } from '../support/page.js';
import { ask, type Demo, startRegistry } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

const [folder = 'docs/screens'] = process.argv.slice(2);
const forgedRoot = JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'B'.repeat(43) });

interface World {
  demo: Demo;
  good: IssuedLicence;
  revoked: IssuedLicence;
}

/** Each leads a fresh page to what is to be seen. */
const scenes: Record<string, (page: Page, world: World) => Promise<void>> = {
  ask: async (page, { demo }) => {
    await page.goto(demo.pages.verify);
    await page.locator('[data-offline-ready]').waitFor();
  },
  valid: async (page, { good }) => {
    await page.goto(good.verificationUrl);
    await page.locator('[data-verdict="valid"]').waitFor();
  },
  revoked: async (page, { revoked }) => {
    await page.goto(revoked.verificationUrl);
    await page.locator('[data-verdict="invalid"]').waitFor();
  },
  'registry-lies': async (page, { good }) => {
    await page.route('**/v1/verifications', async (route) => {
      const answer = await route.fetch();
      const said = (await answer.json()) as { licence: { validUntil?: string } };
      said.licence.validUntil = '2099-12-31';
      await route.fulfill({ response: answer, json: said });
    });
    await page.goto(good.verificationUrl);
    await page.locator('[data-second="worse"]').waitFor();
  },
  offline: async (page, { demo, good }) => {
    await page.goto(demo.pages.verify);
    await page.locator('[data-offline-ready]').waitFor();
    await page.context().setOffline(true);
    await pasteText(page, good.credential);
    await page.locator('[data-second="offline"]').waitFor();
  },
  'root-changed': async (page, { demo }) => {
    await page.addInitScript(`localStorage.setItem('elicence.trust-root', '${forgedRoot}')`);
    await page.goto(demo.pages.verify);
    await page.locator('[data-root-changed]').waitFor();
  },
};

const weights = { 400: 'Regular', 700: 'Bold' };

/** Chinese letters for a machine that has none: a reader's own has, so the page carries no font. It draws once they are there. */
async function bringFonts(page: Page): Promise<void> {
  await page.addInitScript('window.letters = []');
  for (const [weight, name] of Object.entries(weights)) {
    await page.route(`**/screens-${weight}.ttf`, (route) => route.fulfill({ path: `fonts/NotoSansSC-${name}.ttf` }));
    await page.addInitScript(`{
      const face = new FontFace('Noto Sans SC', 'url(/screens-${weight}.ttf)', { weight: '${weight}' });
      document.fonts.add(face);
      window.letters.push(face.load());
    }`);
  }
  await page.route('**/assets/verify-*.js', async (route) => {
    await page.evaluate('Promise.all(window.letters).then(() => true)');
    await route.continue();
  });
}

mkdirSync(folder, { recursive: true });
const own = process.env.TEST_REGISTRY_FOLDER ? undefined : await startRegistry();
const { demo } = own ?? (await sharedRegistry());
const browser = await launchBrowser();
try {
  const [good, revoked] = [await issueExample(demo, 1), await issueExample(demo, 1)];
  const body = { reasonCode: 'other', reason: 'To be seen' };
  await ask(demo.baseUrl, `/v1/licences/${revoked.identifier}/revoke`, { token: revoked.token, body });
  await anchoredReceipt(demo, good);
  for (const [scene, lead] of Object.entries(scenes)) {
    for (const locale of ['zh-CN', 'en']) {
      for (const [width, height] of [
        [390, 844],
        [1280, 800],
      ] as const) {
        const viewport = { width, height };
        const { page } = await openPage(browser, { locale, viewport, timezoneId: 'Asia/Shanghai' });
        await bringFonts(page);
        await lead(page, { demo, good, revoked });
        const file = join(folder, `verify-${scene}-${width}-${locale}.png`);
        await page.screenshot({ path: file });
        console.log(file);
        await page.context().close();
      }
    }
  }
} finally {
  await browser.close();
  await own?.remove();
}
