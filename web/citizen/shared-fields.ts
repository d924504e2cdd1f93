import type { Matter, MyLicence, Words } from '../client/index.js';

export interface SharedField {
  code: string;
  name?: Words;
}

/** Whether a matter asks for this licence's type at all. */
export const matterAsksFor = (matter: Matter, licence: MyLicence): boolean =>
  matter.proofs.some((proof) => proof.typeCodes?.includes(licence.typeCode));

/** The fields that a use of `licence` for `matter` hands over, each once. */
export function sharedFields(matter: Matter, licence: MyLicence): SharedField[] {
  const fields = new Map<string, SharedField>();
  for (const proof of matter.proofs) {
    if (!proof.typeCodes?.includes(licence.typeCode)) continue;
    for (const field of proof.fields ?? []) {
      const one = typeof field === 'string' ? { code: field } : field;
      fields.set(one.code, one);
    }
  }
  return [...fields.values()];
}
