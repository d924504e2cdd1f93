// node judge-again.mjs <root.jwk> <evidence.json> [<evidence.json> …]
// Judges recorded evidence again (`elicence verify --record` writes it): the same evidence, policy and moment give the same
// report, byte for byte, whoever judges it.
import { readFileSync } from 'node:fs';
import { judgeRecorded, readRecordedEvidence, reportText } from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';

const [rootFile, ...files] = process.argv.slice(2);
const root = JSON.parse(readFileSync(rootFile, 'utf8'));

for (const file of files) {
  const record = readRecordedEvidence(readFileSync(file, 'utf8'), { root });
  if (!record.ok) throw new Error(`${file}: ${record.code}`);
  console.log(reportText(judgeRecorded(record.value, nobleCrypto)));
}
