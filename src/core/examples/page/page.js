// Judges a chosen file in the browser. Root and bundle are served by the page's own host: `root.json` is the trust root that
// whoever runs the page has pinned, `trust-bundle` what a registry gave.
import { checkText, offline, readTrustBundle, verifyByBundle } from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';
import { bring } from '../bring.mjs';

const verdict = document.getElementById('verdict');
const checks = document.getElementById('checks');
const remembered = 'newest-trust-bundle';

async function openBundle() {
  const [root, text] = await Promise.all([
    fetch('./root.json').then((answer) => answer.json()),
    fetch('./trust-bundle').then((answer) => answer.text()),
  ]);
  const seen = { number: Number(localStorage.getItem(remembered) ?? 0) };
  const bundle = readTrustBundle(text.trim(), { root, at: Date.now(), seen }, nobleCrypto);
  if (!bundle.ok) throw new Error(`the trust bundle is not used: ${bundle.code}`);
  localStorage.setItem(remembered, String(bundle.value.number));
  return bundle.value;
}

document.getElementById('licence').addEventListener('change', async ({ target }) => {
  try {
    const bundle = await openBundle();
    const brought = bring(new Uint8Array(await target.files[0].arrayBuffer()), nobleCrypto);
    const report = verifyByBundle(bundle, brought, offline, Date.now(), nobleCrypto);
    verdict.textContent = `${report.verdict}, by what was known as of ${bundle.asOf}`;
    checks.replaceChildren(
      ...report.checks.map(({ check, outcome, code }) =>
        Object.assign(document.createElement('li'), {
          textContent: `${check}: ${outcome}. ${checkText(code, 'en').says}`,
        }),
      ),
    );
  } catch (fault) {
    verdict.textContent = `not judged: ${fault.message}`;
    checks.replaceChildren();
  }
});
