import type { ParsedSdJwt } from '../credential/index.js';
import { parseLicenceIdentifier } from '../identifier/index.js';
import type { JsonObject, JsonValue } from '../json/index.js';
import { shanghaiDay } from '../time/index.js';
import { findAuthority, findType, type TrustList } from '../trust/index.js';

/**
 * What a master says, in the words of the reported licence and with all that a carrier may say beside them
 * (`CarrierSaid.fields`). Names are the trust list's. What is not disclosed is missing; `null` is a last day
 * that the licence has not.
 */
export function licenceSaid(master: ParsedSdJwt, list: TrustList): JsonObject {
  const { clear, licenceNumber, holders, faceData, masterDigest } = master;
  const { iat, nbf, exp } = clear;
  const { uri, idx: index } = clear.status.status_list;
  const identifier = parseLicenceIdentifier(clear.licence_id);
  const { typeCode, issuerCode } = identifier.ok ? identifier.value : { typeCode: '', issuerCode: '' };
  return known({
    identifier: clear.licence_id,
    masterDigest,
    typeCode,
    typeName: { ...findType(list, typeCode)?.name },
    licenceNumber,
    holders: holders.map((holder) => known({ ...holder })),
    faceData,
    issuer: known({
      name: { ...findAuthority(list, issuerCode)?.name },
      creditCode: issuerCode,
      address: clear.iss,
    }),
    vct: clear.vct,
    issuanceDate: clear.issuance_date,
    // A carrier that names no first day says by it that the licence is valid from the day of issuing.
    validFrom: nbf === undefined ? clear.issuance_date : shanghaiDay(nbf),
    validUntil: exp === undefined ? null : shanghaiDay(exp - 1),
    notBefore: nbf ?? iat,
    expires: exp ?? null,
    status: { uri, index },
  });
}

function known(members: Record<string, JsonValue | undefined>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}
