import { toBase64url, utf8Encode } from '../../bytes/index.js';
import type { JsonValue } from '../../json/index.js';
import { type AssembleWith, facePlaces, Hiding, hiddenItems } from './hide.js';
import type { AssembledMaster, Holder, MasterInput } from './master-input.js';

/**
 * Assembles the exact bytes of a master (SD-JWT VC, RFC 9901): `licence_number`, each of a holder's four data and each
 * face field behind a disclosure of its own, each item of a list behind one inside the list's. Decoys stand for a
 * number and for fields that are not there, so every master of a type has the same digests. Throws on a short salt.
 */
export function assembleMaster(input: MasterInput, using: AssembleWith): AssembledMaster {
  const hiding = new Hiding(using);
  const number: [string, JsonValue][] =
    input.licenceNumber === undefined ? [] : [['licence_number', input.licenceNumber]];
  const payload = {
    iss: input.issuer,
    vct: input.vct,
    'vct#integrity': input.vctIntegrity,
    licence_id: input.identifier,
    iat: input.issuedAt,
    nbf: input.notBefore,
    exp: input.expires,
    issuance_date: input.issuanceDate,
    status: { status_list: { idx: input.status.index, uri: input.status.uri } },
    cnf: input.holderKey === undefined ? undefined : { jwk: input.holderKey },
    holders: input.holders.map((holder) => hiding.members(holderMembers(holder))),
    face_data: hiding.members(faceMembers(input.faceData, hiding), facePlaces(input)),
    ...hiding.members(number, 1),
    _sd_alg: 'sha-256',
  };
  const header = { alg: 'ES256', typ: 'dc+sd-jwt', kid: input.keyId, x5c: input.x5c };
  return { signingInput: `${part(header)}.${part(payload)}`, disclosures: hiding.disclosures };
}

/** Joins a master: `signature` is ES256 over `signingInput`, 64 bytes r ‖ s; throws on another length. */
export function finishMaster(signingInput: string, signature: Uint8Array, disclosures: readonly string[]): string {
  if (signature.length !== 64) throw new Error(`an ES256 signature has 64 bytes, not ${signature.length}`);
  return `${[`${signingInput}.${toBase64url(signature)}`, ...disclosures].join('~')}~`;
}

function holderMembers(holder: Holder): [string, JsonValue][] {
  return [
    ['kind', holder.kind],
    ['code_type', holder.codeType],
    ['code', holder.code],
    ['name', holder.name],
  ];
}

function faceMembers(faceData: MasterInput['faceData'], hiding: Hiding): [string, JsonValue][] {
  const members = Object.entries(faceData);
  if (hiddenItems(faceData) === 0) return members;
  return members.map(([name, value]) => [name, Array.isArray(value) ? hiding.items(value) : value]);
}

function part(value: object): string {
  return toBase64url(utf8Encode(JSON.stringify(value)));
}
