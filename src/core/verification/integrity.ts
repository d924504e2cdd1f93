import type { CryptoPort } from '../crypto/index.js';
import { findIssuerKey, type TrustList } from '../trust/index.js';
import { answer, lacking } from './answer.js';
import { type CarrierFault, carrierAlgorithm, contentFault, formFault, signerFault } from './carrier.js';
import type { Case } from './case.js';
import type { CarrierCode, IntegrityCode } from './codes.js';
import type { Check } from './report.js';
import type { Readable } from './subject.js';

type Fault = Omit<CarrierFault, 'code'> & { code: IntegrityCode | CarrierCode };

/**
 * Are these the bytes that a listed certificate signed, and is the carrier that led to them the registry's own? A
 * certificate that the list does not name fails here too: one byte changed inside `x5c` must not look like mere lack of
 * knowledge.
 */
export function checkIntegrity(given: Case): Check {
  const { subject, trust, atText, carrier, crypto } = given;
  const told = ({ code, particulars, open }: Fault, asOf = atText) =>
    answer('integrity', open ? 'indeterminate' : 'failed', code, asOf, particulars);
  if (!subject.ok) return told({ code: 'credential-malformed', particulars: subject.detail ?? subject.code });
  const unlike = textFault(given, subject) ?? (carrier && formFault(carrier, subject, crypto));
  if (unlike !== undefined) return told(unlike);
  if ('lacks' in trust) return lacking('integrity', trust);
  const fault = masterFault(subject, trust.list, crypto) ?? carrierFault(given, subject, trust.list);
  return fault === undefined ? answer('integrity', 'passed', 'intact', trust.asOf) : told(fault, trust.asOf);
}

function textFault({ evidence, policy, carrier }: Case, { jwt, whole }: Readable): Fault | undefined {
  const signedBy = [jwt.header.alg, ...(carrier === undefined ? [] : [carrierAlgorithm])];
  const other = signedBy.find((algorithm) => !policy.algorithms.includes(algorithm));
  if (other !== undefined) return { code: 'algorithm-not-accepted', particulars: other };
  if (!whole.ok) return { code: 'disclosure-wrong', particulars: whole.code };
  const expected = evidence.expected?.identifier;
  return expected !== undefined && expected !== jwt.clear.licence_id ? { code: 'identifier-not-expected' } : undefined;
}

function masterFault({ jwt }: Readable, list: TrustList, crypto: CryptoPort): Fault | undefined {
  const signer = findIssuerKey(list, jwt.header.x5c[0] as string, crypto);
  if (signer === undefined) return { code: 'signing-certificate-unknown' };
  const good = crypto.verifyEs256(signer.certificate.publicKey, jwt.signingInput, jwt.signature);
  return good ? undefined : { code: 'signature-wrong' };
}

function carrierFault({ carrier, now, crypto }: Case, subject: Readable, list: TrustList): Fault | undefined {
  if (!carrier?.read.ok) return undefined;
  const read = carrier.read.value;
  const times = { issuedAt: subject.jwt.clear.iat * 1000, now };
  const signed = signerFault(carrier, read, list, times);
  if (signed !== undefined && !signed.open) return signed;
  return contentFault(carrier, read, subject, list, crypto) ?? signed;
}
