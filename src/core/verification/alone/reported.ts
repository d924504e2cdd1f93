import { pointerSteps } from '../../carrier/pointer.js';
import type { CarrierSaid } from '../../carrier/said.js';
import type { Holder } from '../../credential/index.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/index.js';
import { findAuthority, findType } from '../../trust/index.js';
import type { Check, ReportedLicence } from '../report.js';
import { present, stateOf } from '../reported-licence.js';
import type { CarrierCase } from './carrier-case.js';

/** What a carrier without its master says of the licence, when integrity and issuer passed; names are the trust list's. */
export function reportCarrier(given: CarrierCase, checks: readonly Check[]): ReportedLicence | undefined {
  const { read, identifier, trustThen: trust } = given;
  const spoken = checks.filter(({ check }) => check === 'integrity' || check === 'issuer');
  if (!spoken.every(({ outcome }) => outcome === 'passed') || !identifier.ok || 'lacks' in trust) return undefined;
  const { typeCode, issuerCode } = identifier.value;
  const authority = findAuthority(trust.list, issuerCode);
  if (authority === undefined) return undefined;
  const { said } = read;
  const text = (pointer: string) => {
    const value = said.fields.get(pointer);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    identifier: said.identifier,
    typeCode,
    ...present({ typeName: findType(trust.list, typeCode)?.name, licenceNumber: text('/licenceNumber') }),
    holders: holdersSaid(said),
    faceData: faceSaid(said),
    issuer: { name: authority.name, creditCode: issuerCode },
    issuanceDate: text('/issuanceDate') ?? '',
    ...present({ validFrom: text('/validFrom'), validUntil: text('/validUntil'), state: stateOf(given) }),
  };
}

function holdersSaid({ fields }: CarrierSaid): Partial<Holder>[] {
  const all = fields.get('/holders');
  if (Array.isArray(all)) return all.map((holder) => ({ ...(holder as Partial<Holder>) }));
  const holders: Partial<Holder>[] = [];
  for (let i = 0; ; i++) {
    const name = fields.get(`/holders/${i}/name`);
    if (typeof name !== 'string') return holders;
    holders.push({ name });
  }
}

function faceSaid({ fields }: CarrierSaid): JsonObject {
  const all = fields.get('/faceData');
  if (isJsonObject(all)) return all;
  const members = [...fields].flatMap(([pointer, value]): [string, JsonValue][] => {
    const [root, name, ...deeper] = pointerSteps(pointer);
    return root === 'faceData' && name !== undefined && deeper.length === 0 ? [[name, value]] : [];
  });
  return Object.fromEntries(members);
}
