// Judges the records named on the command line as the server does: what `npm run build` made, the port over node:crypto with
// its memory of signatures, the trust list read before, the credential read by the gatherer, and the answer as its schema
// lets it out. One line of canonical JSON a record. `--lying` puts a port in place that takes every signature for good.
import { readFileSync } from 'node:fs';

const built = (path) => import(new URL(`../../dist/src/${path}`, import.meta.url).href);
const core = await built('core/index.js');
const { memoiseSignatures, nodeCrypto } = await built('platform/index.js');
const { VerificationAnswer } = await built('verification/http/verifications.schema.js');

const [root, ...more] = process.argv.slice(2);
const lying = more[0] === '--lying';
const files = lying ? more.slice(1) : more;
const port = lying ? { ...nodeCrypto, verifyEs256: () => true } : nodeCrypto;
const crypto = memoiseSignatures(port);

for (const file of files) {
  const read = core.readRecordedEvidence(readFileSync(file, 'utf8'), { root: JSON.parse(root) });
  if (!read.ok) throw new Error(`${file}: ${read.code}`);
  process.stdout.write(`${core.canonicalJson(VerificationAnswer.parse(asServed(judge(read.value))))}\n`);
}

function judge({ evidence, policy, at }) {
  const given = { ...evidence, trust: asHeld(evidence.trust, at) };
  if (!('credential' in given)) return core.verifyCarrierAlone(given, policy, at, crypto);
  return core.verify({ ...given, subject: core.readSubject(given.credential, crypto) }, policy, at, crypto);
}

/** Read once, under the pinned root; one that can't be read is left to be refused by the check. */
function asHeld(trust, at) {
  if (!('jws' in trust)) return trust;
  const read = core.readTrustList(trust.jws, trust.root, { at: Math.max(at, Date.parse(trust.asOf)) }, crypto);
  return read.ok ? { list: read.value, asOf: trust.asOf } : trust;
}

/** As it goes over the wire. */
function asServed(report) {
  return JSON.parse(JSON.stringify(report));
}
