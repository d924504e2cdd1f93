import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page, Route } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { bundleAfter } from '../support/bundle.js';
import { anchoredReceipt, type IssuedLicence, issueExample } from '../support/licences.js';
import { openPage, overflowOf } from '../support/page.js';
import { ask, type Demo, eventually } from '../support/registry.js';
import { sharedRegistry } from '../support/shared-registry.js';

let demo: Demo;
let browser: Browser;
let licence: IssuedLicence;
let other: IssuedLicence;
let revoked: IssuedLicence;

beforeAll(async () => {
  ({ demo } = await sharedRegistry());
  browser = await launchBrowser();
  [licence, other, revoked] = await Promise.all([issueExample(demo, 0), issueExample(demo, 1), issueExample(demo, 0)]);
  const body = { reasonCode: 'other', reason: 'A journey asks for it' };
  await ask(demo.baseUrl, `/v1/licences/${revoked.identifier}/revoke`, { token: revoked.token, body });
  const revokedAt = Math.ceil(Date.now() / 1000);
  await anchoredReceipt(demo, licence);
  await eventually(async () => isRevoked((await evidenceOf(revoked)).evidence));
  await bundleAfter(demo, revokedAt);
}, 240_000);
afterAll(() => browser?.close());

interface Said {
  verdict: string;
  checks: { check: string; outcome: string; code: string }[];
  licence?: Record<string, unknown>;
  evidence: { credential: string; receipt: Record<string, unknown> | null; statusToken: string | null };
}

const evidenceOf = async ({ identifier, code }: IssuedLicence): Promise<Said> =>
  (await ask(demo.baseUrl, '/v1/verifications', { body: { identifier, code, evidence: true }, key: null })).body;

/** Whether the signed status list says so too, which follows within a second or two. */
function isRevoked({ credential, statusToken }: Said['evidence']): boolean {
  if (!statusToken) return false;
  const claims = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());
  const { idx } = claims(credential).status.status_list;
  const list = inflateSync(Buffer.from(claims(statusToken).status_list.lst, 'base64url'));
  return ((list[idx >> 2]! >> (2 * (idx & 3))) & 3) === 1;
}

/** The registry answers what it would, but for what the lie changes. */
async function lie(page: Page, change: (said: Said) => void | Promise<void>): Promise<void> {
  await page.route('**/v1/verifications', async (route: Route) => {
    const answer = await route.fetch();
    const said = (await answer.json()) as Said;
    await change(said);
    await route.fulfill({ response: answer, json: said });
  });
}

/** All good, whatever it was. */
function callValid(said: Said): void {
  said.verdict = 'valid';
  for (const check of said.checks) if (check.outcome === 'failed') check.outcome = 'passed';
}

async function shown(page: Page, address: string): Promise<(string | null)[]> {
  await page.goto(address);
  await page.locator('[data-verdict]').waitFor();
  return [
    await page.getAttribute('[data-verdict]', 'data-verdict'),
    await page.getAttribute('[data-second]', 'data-second'),
  ];
}

/** One letter in the middle of the signed part. */
const tampered = (jwt: string) => {
  const at = jwt.indexOf('.') + 200;
  return jwt.slice(0, at) + (jwt[at] === 'A' ? 'B' : 'A') + jwt.slice(at + 1);
};

describe('a second verdict in the browser', () => {
  it('agrees with a registry that tells the truth, and says which checks were made twice', async () => {
    const { page, faults, origins } = await openPage(browser, { locale: 'en' });
    expect(await shown(page, licence.verificationUrl)).toEqual(['valid', 'agreed']);
    await page.click('summary');
    const standings = await page
      .locator('[data-check]')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.getAttribute('data-check'),
          row.querySelector('[data-standing]')?.getAttribute('data-standing'),
        ]),
      );
    expect(Object.fromEntries(standings)).toMatchObject({
      integrity: 'twice',
      issuer: 'twice',
      'right-to-issue': 'twice',
      validity: 'twice',
      status: 'twice',
    });
    expect(faults).toEqual([]);
    expect([...origins]).toEqual([new URL(demo.baseUrl).origin]);
    await page.context().close();
  });

  it.each<[string, () => IssuedLicence, (said: Said) => void | Promise<void>, string]>([
    [
      'the credential was tampered with',
      () => licence,
      (said) => {
        said.evidence.credential = tampered(said.evidence.credential);
      },
      'invalid',
    ],
    [
      'the credential is another one',
      () => licence,
      async (said) => {
        said.evidence.credential = (await evidenceOf(other)).evidence.credential;
      },
      'invalid',
    ],
    ['it was revoked', () => revoked, callValid, 'invalid'],
    [
      'the receipt is of another licence',
      () => licence,
      async (said) => {
        said.evidence.receipt = (await evidenceOf(revoked)).evidence.receipt;
      },
      'indeterminate',
    ],
    [
      'it ends on another day than was signed',
      () => licence,
      (said) => {
        said.licence!.validUntil = '2099-12-31';
      },
      'indeterminate',
    ],
    [
      'nothing is given to see it by',
      () => licence,
      (said) => {
        said.evidence.credential = '';
      },
      'indeterminate',
    ],
  ])('does not show valid what a registry calls valid although %s', async (_what, of, change, verdict) => {
    const { page, faults } = await openPage(browser);
    await lie(page, change);
    expect(await shown(page, of().verificationUrl)).toEqual([verdict, 'worse']);
    expect(await page.locator('[data-second="worse"]').textContent()).toContain('告知登记机构');
    expect(await overflowOf(page)).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('judges what was brought and not what the registry sends back for it', async () => {
    const { page } = await openPage(browser, { locale: 'en' });
    await lie(page, (said) => {
      said.verdict = 'valid';
      said.checks = said.checks.map((check) => ({ ...check, outcome: 'passed' }));
      said.evidence.credential = licence.credential;
    });
    await page.goto(demo.pages.verify);
    await page.click('[data-way="text"]');
    await page.fill('textarea[name="text"]', tampered(licence.credential));
    await page.click('[data-action="verify-text"]');
    await page.locator('[data-verdict="invalid"]').waitFor();
    expect(await page.locator('[data-second="worse"]').textContent()).toContain('The registry’s answer was “Valid”');
    await page.context().close();
  });

  it('stays with the registry’s verdict, and says so, where it lacks what it would judge by', async () => {
    const { page } = await openPage(browser, { locale: 'en' });
    await page.route('**/.well-known/elicence-trust', (route) => route.abort());
    expect(await shown(page, licence.verificationUrl)).toEqual(['valid', 'not']);
    expect(await page.locator('[data-second="not"]').textContent()).toContain('Judged by the registry alone');
    await page.context().close();
  });

  it('judges by the bundle that it keeps where the registry withholds the signed status', async () => {
    const { page } = await openPage(browser, { locale: 'en' });
    await page.goto(demo.pages.verify);
    await page.locator('[data-offline-ready]').waitFor();
    await lie(page, (said) => {
      callValid(said);
      said.evidence.statusToken = null;
    });
    expect(await shown(page, revoked.verificationUrl)).toEqual(['invalid', 'worse']);
    expect(await shown(page, licence.verificationUrl)).toEqual(['valid', 'agreed']);
    await page.context().close();
  });

  it('believes no trust list that another root signed', async () => {
    const { page } = await openPage(browser, { locale: 'en' });
    await page.route('**/.well-known/elicence-trust', async (route) => {
      const answer = await route.fetch();
      const jws = await answer.text();
      await route.fulfill({ response: answer, body: jws.slice(0, -20) + jws.slice(-20).split('').reverse().join('') });
    });
    expect(await shown(page, licence.verificationUrl)).toEqual(['indeterminate', 'worse']);
    await page.context().close();
  });

  it('remembers the first root that it saw, and warns loudly of another until a person has compared them', async () => {
    const { page, faults } = await openPage(browser, { locale: 'en' });
    await page.goto(demo.pages.verify);
    await page.locator('[data-action="start-camera"]').waitFor();
    const kept = JSON.parse((await page.evaluate<string>("localStorage.getItem('elicence.trust-root')")) ?? '{}');
    const { x, y } = demo.trust.publicKey;
    expect(kept).toEqual({ kty: 'EC', crv: 'P-256', x, y });

    const older = JSON.stringify({ ...kept, x: y, y: x });
    await page.evaluate(`localStorage.setItem('elicence.trust-root', '${older}')`);
    expect(await shown(page, licence.verificationUrl)).toEqual(['indeterminate', 'worse']);
    const warning = page.locator('[data-root-changed]');
    await warning.waitFor();
    expect(await warning.getAttribute('role')).toBe('alert');
    expect(await overflowOf(page)).toBe(0);
    expect(await page.isDisabled('[data-action="accept-root"]')).toBe(true);
    await page.check('[data-root-changed] input');
    await page.click('[data-action="accept-root"]');
    await warning.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('[data-verdict="valid"]').waitFor();
    expect(await page.locator('[data-root-changed]').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
