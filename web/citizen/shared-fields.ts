import type { Matter, MyLicence } from '../client/index.js';

/** Whether a matter asks for this licence's type at all. */
export const matterAsksFor = (matter: Matter, licence: MyLicence): boolean =>
  matter.proofs.some((proof) => proof.typeCodes.includes(licence.typeCode));

/** The fields that a use of `licence` for `matter` hands over at most, each once. */
export function sharedFields(matter: Matter, licence: MyLicence): string[] {
  const asking = matter.proofs.filter((proof) => proof.typeCodes.includes(licence.typeCode));
  return [...new Set(asking.flatMap((proof) => proof.fields))];
}
