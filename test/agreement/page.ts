// The heart as the pages have it, for the agreement test: bundled as they are, with the port in plain JavaScript.
import { type EcPublicJwk, judgeRecorded, readRecordedEvidence, reportText } from '@elicence/core';
import { nobleCrypto } from '@elicence/core/crypto/noble';

/** The report on a record, as canonical JSON. */
function judge(text: string, root: EcPublicJwk, lying = false): string {
  const read = readRecordedEvidence(text, { root });
  if (!read.ok) throw new Error(read.code);
  const port = lying ? { ...nobleCrypto, verifyEs256: () => true } : nobleCrypto;
  return reportText(judgeRecorded(read.value, port));
}

Object.assign(globalThis, { judge });
