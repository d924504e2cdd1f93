import type { JsonValue, OfflineQrField, OfflineQrInput } from '../core/index.js';
import type { CarrierSource } from './carrier-source.js';

/** What a guard reads of a type that says nothing of it: the holders and the number. */
const plain = { fields: [] as string[], licenceNumber: true, holders: true };

/** What the offline QR of a licence says, as the type's carrier definition chose. */
export function guardInput({ licence, master, carriers }: CarrierSource): OfflineQrInput {
  const guard = carriers?.definition.guard ?? plain;
  const faceData = Object.fromEntries(
    guard.fields.flatMap((name) => {
      const value = Object.hasOwn(master.faceData, name) ? master.faceData[name] : undefined;
      return isSingle(value) ? [[name, value]] : [];
    }),
  );
  return {
    identifier: licence.identifier,
    masterDigest: licence.masterDigest,
    issuanceDate: master.clear.issuance_date,
    ...(licence.validFrom !== undefined && { validFrom: licence.validFrom }),
    ...(licence.validUntil !== undefined && { validUntil: licence.validUntil }),
    ...(guard.licenceNumber && master.licenceNumber !== undefined && { licenceNumber: master.licenceNumber }),
    holders: guard.holders ? master.holders.map(({ name }) => name ?? '') : [],
    ...(Object.keys(faceData).length > 0 && { faceData }),
  };
}

const isSingle = (value: JsonValue | undefined): value is OfflineQrField =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
