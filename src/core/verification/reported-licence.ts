import { parseInstant, shanghaiDay } from '../time/index.js';
import { findAuthority, findType } from '../trust/index.js';
import { asSaid } from './as-said.js';
import type { Case } from './case.js';
import { sameTime } from './history-trust.js';
import type { Check, ReportedLicence } from './report.js';

/**
 * What the credential says of the licence. Given only when integrity and issuer passed, so that nobody's words are
 * shown under an authority's name; the name itself comes from the trust list.
 */
export function reportLicence(given: Case, checks: readonly Check[]): ReportedLicence | undefined {
  const { subject, trustThen: trust } = given;
  const spoken = checks.filter(({ check }) => check === 'integrity' || check === 'issuer');
  if (!spoken.every(({ outcome }) => outcome === 'passed')) return undefined;
  if (!subject.ok || !subject.whole.ok || !subject.identifier.ok || 'lacks' in trust) return undefined;
  const { clear, licenceNumber, holders, faceData } = subject.whole.value;
  const { typeCode, issuerCode } = subject.identifier.value;
  const authority = findAuthority(trust.list, issuerCode);
  if (authority === undefined) return undefined;
  const { nbf, exp } = clear;
  const licence: ReportedLicence = {
    identifier: clear.licence_id,
    typeCode,
    ...present({ typeName: findType(trust.list, typeCode)?.name, licenceNumber }),
    holders,
    faceData,
    issuer: { name: authority.name, creditCode: authority.creditCode },
    issuanceDate: clear.issuance_date,
    ...present({
      validFrom: nbf === undefined ? undefined : shanghaiDay(nbf),
      validUntil: exp === undefined ? undefined : shanghaiDay(exp - 1),
      state: stateOf(given),
    }),
  };
  const { carrier } = given;
  return carrier?.evidence.masterFound && carrier.read.ok ? asSaid(licence, carrier.read.value.said) : licence;
}

/** The registry's state, when it is that of the moment asked for; what was told nobody knows when is of no moment. */
export function stateOf({ evidence: { status }, at }: Pick<Case, 'evidence' | 'at'>): ReportedLicence['state'] {
  if (!('from' in status) || status.from !== 'registry' || !status.known) return undefined;
  const told = parseInstant(status.asOf);
  if (told === undefined) return undefined;
  const held = status.since !== undefined && (parseInstant(status.since) ?? Number.NaN) <= at;
  return held || at >= told - sameTime ? status.state : undefined;
}

/** Leaves out members that are `undefined`. */
export function present<T extends object>(value: T): T {
  const there = {} as T;
  for (const name of Object.keys(value) as (keyof T)[]) if (value[name] !== undefined) there[name] = value[name];
  return there;
}
