import { findIssuerKey, findType, type ListedSigner, within } from '../trust/index.js';
import { answer, lacking, unreadable } from './answer.js';
import type { Case } from './case.js';
import type { IssuerCode } from './codes.js';
import type { Check } from './report.js';
import type { Readable } from './subject.js';

/**
 * Is the issuer who the list says? `iss`, the certificate and the authority inside the identifier must be one and the
 * same, `vct` must be the identifier's type, and the certificate good on that day.
 * `anchoredAt`: when the licence's event was proven to be on the chain, in milliseconds.
 */
export function checkIssuer(
  { subject, trustThen: trust, atText, crypto }: Case,
  anchoredAt: number | undefined,
): Check {
  if (!subject.ok) return unreadable('issuer', atText);
  if ('lacks' in trust) return lacking('issuer', trust);
  const signer = findIssuerKey(trust.list, subject.jwt.header.x5c[0] as string, crypto);
  const fault =
    signer === undefined
      ? 'certificate-not-listed'
      : (otherIssuer(subject, signer) ?? otherType(subject, trust.list) ?? badDay(subject, signer));
  if (fault !== undefined) return answer('issuer', 'failed', fault, trust.asOf, trust.by);
  // A thief may write an older date: only the chain can tell that the licence was there before the theft.
  const compromisedAt = signer?.compromisedAt;
  if (compromisedAt !== undefined && (anchoredAt === undefined || anchoredAt >= compromisedAt)) {
    return answer('issuer', 'indeterminate', 'compromise-not-excluded', trust.asOf, trust.by);
  }
  return answer('issuer', 'passed', 'issuer-confirmed', trust.asOf, trust.by);
}

function otherIssuer({ jwt, identifier }: Readable, { authority }: ListedSigner): IssuerCode | undefined {
  if (jwt.clear.iss !== authority.issuer) return 'certificate-of-another-issuer';
  if (!identifier.ok) return 'identifier-invalid';
  return identifier.value.issuerCode === authority.creditCode ? undefined : 'identifier-of-another-authority';
}

function otherType({ jwt, identifier }: Readable, list: Parameters<typeof findType>[0]): IssuerCode | undefined {
  const type = identifier.ok ? findType(list, identifier.value.typeCode) : undefined;
  if (type === undefined) return 'type-not-listed';
  return type.vct.includes(jwt.clear.vct) ? undefined : 'vct-of-another-type';
}

function badDay({ jwt }: Readable, { period, compromisedAt }: ListedSigner): IssuerCode | undefined {
  const issuedAt = jwt.clear.iat * 1000;
  if (!within(period, issuedAt)) return 'certificate-not-in-period';
  return compromisedAt !== undefined && issuedAt >= compromisedAt ? 'issued-after-compromise' : undefined;
}
