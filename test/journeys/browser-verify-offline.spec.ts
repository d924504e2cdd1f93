import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { dropFile, pasteText } from '../support/bring.js';
import { launchBrowser } from '../support/browser.js';
import { bundleAfter } from '../support/bundle.js';
import { carrierOf, licenceFileOf } from '../support/carriers.js';
import { anchoredReceipt, type IssuedLicence, issueExample } from '../support/licences.js';
import { openPage } from '../support/page.js';
import { ask, type Demo } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let browser: Browser;
let licence: IssuedLicence;
let revoked: IssuedLicence;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  browser = await launchBrowser();
  revoked = await issueExample(demo, 0);
  const body = { reasonCode: 'other', reason: 'A journey asks for it' };
  await ask(demo.baseUrl, `/v1/licences/${revoked.identifier}/revoke`, { token: revoked.token, body });
  const revokedAt = Math.ceil(Date.now() / 1000);
  licence = await issueExample(demo, 0);
  await anchoredReceipt(demo, licence);
  await bundleAfter(demo, revokedAt);
}, 240_000);
afterAll(() => browser?.close());

const verdict = (page: Page, wanted: string) => page.locator(`[data-verdict="${wanted}"]`).waitFor();
const notOffline = async (page: Page) => {
  await page.locator('[data-not-offline]').waitFor();
  return page.getAttribute('[data-not-offline]', 'data-not-offline');
};

describe('the verify page without a network', () => {
  it('opens, and judges by the last trust bundle what is brought whole', async () => {
    const { page, faults } = await openPage(browser, { locale: 'en', serviceWorkers: 'allow' });
    const [file, codeFile, code] = await Promise.all([
      licenceFileOf(demo, licence, 'sd-jwt'),
      licenceFileOf(demo, licence, 'qr'),
      carrierOf(demo, licence, 'qr'),
    ]);
    await page.goto(demo.pages.verify);
    await page.locator('[data-offline-ready]').waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await page.context().setOffline(true);
    await page.reload();
    await page.locator('[data-offline-ready]').waitFor();

    await pasteText(page, file);
    await verdict(page, 'valid');
    expect(await page.locator('.verdict-age').textContent()).toMatch(/^Offline, as of \d/);
    expect(await page.getAttribute('[data-second]', 'data-second')).toBe('offline');
    expect(await page.locator('[data-line="identifier"] dd').textContent()).toBe(licence.identifier);
    await page.keyboard.press('Escape');
    await dropFile(page, 'main', { name: 'x.elicence', type: '', bytes: Buffer.from(codeFile) });
    await verdict(page, 'valid');

    await pasteText(page, revoked.credential);
    await verdict(page, 'invalid');
    await pasteText(
      page,
      licence.credential.replace(/\.[A-Za-z]/, (two) => (two === '.A' ? '.B' : '.A')),
    );
    await verdict(page, 'invalid');

    // The reader of pictures is kept too.
    const picture = await QRCode.toBuffer(code.toString(), { scale: 4 });
    await dropFile(page, 'main', { name: 'x.png', type: 'image/png', bytes: picture });
    await verdict(page, 'valid');
    expect(await page.getAttribute('[data-check="integrity"]', 'data-outcome')).toBe('passed');
    expect(await page.getAttribute('[data-check="status"]', 'data-outcome')).toBe('passed');
    expect(await page.getAttribute('[data-check="attestation"]', 'data-outcome')).toBe('indeterminate');

    await pasteText(page, licence.verificationUrl);
    expect(await notOffline(page)).toBe('record');
    expect(await page.locator('[data-verdict]').count()).toBe(0);

    await pasteText(page, licence.credential);
    await page.locator('[data-action="again"]').waitFor();
    await page.context().setOffline(false);
    await page.click('[data-action="again"]');
    await page.locator('[data-second="agreed"]').waitFor();
    await verdict(page, 'valid');

    const kept = await page.evaluate<string[]>(
      `caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys()))))
        .then((all) => all.flat().map((request) => new URL(request.url).pathname))`,
    );
    expect(kept.filter((path) => !/^\/(v$|assets\/|icons\/|verify\.webmanifest$|kept\/)/.test(path))).toEqual([]);
    expect(kept).toContain('/v');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('uses no bundle that has expired or is older than one seen, and says so', async () => {
    const { page } = await openPage(browser, { locale: 'zh-CN' });
    await page.goto(demo.pages.verify);
    await page.locator('[data-offline-ready]').waitFor();
    await page.context().setOffline(true);
    await page.evaluate('const now = Date.now; Date.now = () => now() + 8 * 86_400_000; undefined');
    await pasteText(page, licence.credential);
    expect(await notOffline(page)).toBe('expired');
    expect(await page.locator('[data-not-offline]').textContent()).toContain('已过期');
    expect(await page.locator('[data-verdict]').count()).toBe(0);
    await page.context().close();

    const { page: later } = await openPage(browser, { locale: 'en' });
    await later.addInitScript(`localStorage.setItem('elicence.bundle-seen', '{"number":9000000000}')`);
    const served = later.waitForResponse('**/log/trust-bundle');
    await later.goto(demo.pages.verify);
    expect((await served).status()).toBe(200);
    await later.context().setOffline(true);
    await pasteText(later, licence.credential);
    expect(await notOffline(later)).toBe('none-kept');
    expect(await later.locator('[data-offline-ready]').count()).toBe(0);
    await later.context().close();
  });

  it('judges alone where the registry fails, and is installed from a manifest that is whole', async () => {
    const { page, faults } = await openPage(browser, { locale: 'en' });
    await page.goto(demo.pages.verify);
    await page.locator('[data-offline-ready]').waitFor();
    await page.route('**/v1/verifications', (route) =>
      route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"code":"internal"}' }),
    );
    await pasteText(page, licence.credential);
    await page.locator('[data-second="offline"]').waitFor();
    expect(await page.locator('[data-second="offline"]').textContent()).toContain('The server has a fault (500)');
    const manifest = await ask(demo.baseUrl, (await page.getAttribute('link[rel="manifest"]', 'href'))!);
    expect(manifest.headers.get('content-type')).toContain('application/manifest+json');
    expect(manifest.body).toMatchObject({ start_url: '/v', scope: '/v', display: 'standalone' });
    for (const { src, type } of manifest.body.icons) {
      const icon = await fetch(`${demo.baseUrl}${src}`);
      expect([icon.status, icon.headers.get('content-type')]).toEqual([200, type]);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
