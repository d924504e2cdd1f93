import { findIssuerKey } from '../trust/index.js';
import { answer, lacking } from './answer.js';
import type { Case } from './case.js';
import type { Check } from './report.js';

/**
 * Are these the bytes that a listed certificate signed? A certificate that the list does not name fails here too: one
 * byte changed inside `x5c` must not look like mere lack of knowledge.
 */
export function checkIntegrity({ subject, evidence, trust, atText, crypto }: Case): Check {
  const failed = (code: Parameters<typeof answer>[2], particulars?: string) =>
    answer('integrity', 'failed', code, atText, particulars);
  if (!subject.ok) return failed('credential-malformed', subject.detail ?? subject.code);
  const { jwt, whole } = subject;
  if (!whole.ok) return failed('disclosure-wrong', whole.code);
  const expected = evidence.expected?.identifier;
  if (expected !== undefined && expected !== jwt.clear.licence_id) return failed('identifier-not-expected');
  if ('lacks' in trust) return lacking('integrity', trust);
  const signer = findIssuerKey(trust.list, jwt.header.x5c[0] as string, crypto);
  if (signer === undefined) return failed('signing-certificate-unknown');
  const good = crypto.verifyEs256(signer.certificate.publicKey, jwt.signingInput, jwt.signature);
  return good ? answer('integrity', 'passed', 'intact', atText) : failed('signature-wrong');
}
