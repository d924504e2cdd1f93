import { findAuthority, findRight, findType, type TrustList } from '../../trust/index.js';
import { answer, lacking } from '../answer.js';
import { carrierAlgorithm, recordFault, signerFault } from '../carrier.js';
import type { CheckCode, ValidityCode } from '../codes.js';
import type { Check } from '../report.js';
import type { CarrierCase } from './carrier-case.js';

const day = 24 * 60 * 60 * 1000;

/** Are these the bytes that a listed carrier key signed? */
export function checkCarrierIntegrity(given: CarrierCase): Check {
  const { evidence, carrier, read, trust, atText, dates, now, policy } = given;
  const failed = (code: CheckCode, asOf = atText) => answer('integrity', 'failed', code, asOf);
  if (!policy.algorithms.includes(carrierAlgorithm)) return failed('algorithm-not-accepted');
  const expected = evidence.expected?.identifier;
  if (expected !== undefined && expected !== read.said.identifier) return failed('identifier-not-expected');
  if ('lacks' in trust) return lacking('integrity', trust);
  const fault =
    signerFault(carrier, read, trust.list, { issuedAt: dates.issued, now }) ?? recordFault(carrier.evidence);
  if (fault === undefined) return answer('integrity', 'passed', 'intact', trust.asOf);
  return answer('integrity', fault.open ? 'indeterminate' : 'failed', fault.code, trust.asOf);
}

/**
 * Does the list know the authority and the type inside the identifier? Whose certificate signed the master is not seen, so
 * this rests on the registry's word, by its carrier key.
 */
export function checkCarrierIssuer({ trustThen: trust, identifier, read }: CarrierCase): Check {
  if ('lacks' in trust) return lacking('issuer', trust);
  const failed = (code: CheckCode) => answer('issuer', 'failed', code, trust.asOf, trust.by);
  if (!identifier.ok) return failed('identifier-invalid');
  const { issuerCode, typeCode } = identifier.value;
  const authority = findAuthority(trust.list, issuerCode);
  if (authority === undefined) return failed('authority-not-listed');
  const address = read.said.fields.get('/issuer/address');
  if (address !== undefined && address !== authority.issuer) return failed('identifier-of-another-authority');
  const type = findType(trust.list, typeCode);
  if (type === undefined) return failed('type-not-listed');
  const vct = read.said.fields.get('/vct');
  if (vct !== undefined && !type.vct.some((known) => known === vct)) return failed('vct-of-another-type');
  return answer('issuer', 'passed', 'issuer-confirmed', trust.asOf, trust.by);
}

/** Might that authority issue this type at any moment of the day of issuing? A carrier says no more than the day. */
export function checkCarrierRight({ trustThen: trust, identifier, dates, atText }: CarrierCase): Check {
  if (!identifier.ok) return answer('right-to-issue', 'indeterminate', 'credential-unreadable', atText);
  if ('lacks' in trust) return lacking('right-to-issue', trust);
  const { issuerCode, typeCode } = identifier.value;
  const code = rightOn(trust.list, issuerCode, typeCode, dates.issued);
  return answer('right-to-issue', code === 'right-held' ? 'passed' : 'failed', code, trust.asOf, trust.by);
}

/** Is the moment within the dates that the carrier says? */
export function checkCarrierValidity({ dates: { issued, from, until }, at, atText }: CarrierCase): Check {
  const answered = (code: ValidityCode) => answer('validity', code === 'in-force' ? 'passed' : 'failed', code, atText);
  if (until !== undefined && at >= until) return answered('expired');
  if (at < issued) return answered('not-yet-issued');
  return answered(at < from ? 'not-yet-valid' : 'in-force');
}

function rightOn(list: TrustList, issuerCode: string, typeCode: string, start: number) {
  if (findAuthority(list, issuerCode) === undefined) return 'authority-not-listed';
  const rights = [start, start + day - 1].map((moment) => findRight(list, issuerCode, typeCode, moment));
  if (rights.every((right) => right === undefined)) return 'right-not-held';
  return rights.every((right) => right === 'not-in-period' || right === undefined)
    ? 'right-not-in-period'
    : 'right-held';
}
