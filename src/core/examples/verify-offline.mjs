// node verify-offline.mjs <root.jwk> <trust bundle> <licence file> [<memory>]
// Judges a licence without a network. The memory is a file that keeps the number of the newest bundle seen, so that an older
// one, which would not know of a revocation, is refused; keep it where nobody else can write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { checkText, offline, readTrustBundle, verifyByBundle } from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';
import { bring } from './bring.mjs';

const [rootFile, bundleFile, licenceFile, memory] = process.argv.slice(2);
const root = JSON.parse(readFileSync(rootFile, 'utf8'));
const seen = memory && existsSync(memory) ? { number: Number(readFileSync(memory, 'utf8')) } : undefined;
const at = Date.now();

const bundle = readTrustBundle(readFileSync(bundleFile, 'utf8').trim(), { root, at, seen }, nobleCrypto);
if (!bundle.ok) throw new Error(`the trust bundle is not used: ${bundle.code}`);
if (memory) writeFileSync(memory, String(bundle.value.number));

const brought = bring(readFileSync(licenceFile), nobleCrypto);
const report = verifyByBundle(bundle.value, brought, offline, at, nobleCrypto);

console.log(`${report.verdict}, by what was known as of ${bundle.value.asOf}`);
for (const { check, outcome, code, asOf } of report.checks) {
  const { says, next } = checkText(code, 'en');
  console.log(`  ${check}: ${outcome}, as of ${asOf}: ${says} ${next ?? ''}`);
}
