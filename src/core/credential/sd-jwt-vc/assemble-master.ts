import { toBase64url, utf8Encode } from '../../bytes/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import type { JsonValue } from '../../json/index.js';
import type { AssembledMaster, Holder, MasterInput } from './master-input.js';

/** What assembling needs beside the input. */
export interface AssembleWith {
  /** Gives new random bytes with every call, at least 16. */
  salt: () => Uint8Array;
  crypto: CryptoPort;
}

/**
 * Assembles the exact bytes of a master (SD-JWT VC, RFC 9901): `licence_number`, each of a holder's four data and each
 * face field behind a disclosure of its own, digests sorted so that their order tells nothing. Throws on a short salt.
 */
export function assembleMaster(input: MasterInput, { salt, crypto }: AssembleWith): AssembledMaster {
  const disclosures: string[] = [];
  const hide = (name: string, value: JsonValue): string => {
    const bytes = salt();
    if (bytes.length < 16) throw new Error(`a salt has at least 16 bytes, not ${bytes.length}`);
    const text = toBase64url(utf8Encode(JSON.stringify([toBase64url(bytes), name, value])));
    disclosures.push(text);
    return crypto.digestText(text);
  };
  const hideAll = (members: [string, JsonValue][]) => ({
    _sd: members.map(([name, value]) => hide(name, value)).sort(),
  });
  const number = input.licenceNumber === undefined ? {} : hideAll([['licence_number', input.licenceNumber]]);
  const payload = {
    iss: input.issuer,
    vct: input.vct,
    licence_id: input.identifier,
    iat: input.issuedAt,
    nbf: input.notBefore,
    exp: input.expires,
    issuance_date: input.issuanceDate,
    status: { status_list: { idx: input.status.index, uri: input.status.uri } },
    cnf: input.holderKey === undefined ? undefined : { jwk: input.holderKey },
    holders: input.holders.map((holder) => hideAll(holderMembers(holder))),
    face_data: hideAll(Object.entries(input.faceData)),
    ...number,
    _sd_alg: 'sha-256',
  };
  const header = { alg: 'ES256', typ: 'dc+sd-jwt', kid: input.keyId, x5c: input.x5c };
  return { signingInput: `${part(header)}.${part(payload)}`, disclosures };
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

function part(value: object): string {
  return toBase64url(utf8Encode(JSON.stringify(value)));
}
