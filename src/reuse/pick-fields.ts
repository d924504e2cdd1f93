import type { Matter } from '../catalogue/index.js';
import type { OpenedLicence } from '../registry/index.js';

/** The fields of one type that a matter asks for and the client's grant allows: no more ever leaves. */
export function allowedFields(matter: Matter, typeCode: string, granted: readonly string[]): string[] {
  const asked = matter.proofs.filter((proof) => proof.typeCodes.includes(typeCode)).flatMap((proof) => proof.fields);
  const grants = new Set(granted);
  return [...new Set(asked)].filter((field) => grants.has(field));
}

/** The values of the named fields; a field that the licence does not hold is absent. */
export function pickFields(
  licence: OpenedLicence,
  fields: readonly string[],
  issuer: { name: { 'zh-CN': string; en: string }; creditCode: string } | undefined,
): Record<string, unknown> {
  const common: Record<string, unknown> = {
    licenceNumber: licence.licenceNumber,
    holders: licence.holders,
    issuanceDate: licence.issuanceDate,
    validFrom: licence.validFrom,
    validUntil: licence.validUntil,
    state: licence.state,
    issuer,
  };
  const values = fields.map((field) => [field, field in common ? common[field] : licence.faceData[field]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null));
}
