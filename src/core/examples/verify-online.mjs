// node verify-online.mjs <registry> <root.jwk> <credential.sd-jwt>
// Judges a credential by what its registry answers, under a trust root that is pinned here and not taken from the registry.
import { readFileSync } from 'node:fs';
import { checkText, standard, verify } from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';
import { gather } from './gather.mjs';

const [registry, rootFile, credentialFile] = process.argv.slice(2);
const root = JSON.parse(readFileSync(rootFile, 'utf8'));
const credential = readFileSync(credentialFile, 'utf8').trim();

const evidence = await gather(registry, credential, root);
const report = verify(evidence, standard, Date.now(), nobleCrypto);

console.log(report.verdict);
for (const { check, outcome, code, asOf } of report.checks) {
  console.log(`  ${check}: ${outcome}, as of ${asOf}: ${checkText(code, 'en').says}`);
}
