import type { CryptoPort } from '../../crypto/index.js';
import { canonicalJson, isJsonObject, type JsonValue } from '../../json/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { finishMaster } from './assemble-master.js';
import { facePlaces, hiddenItems } from './hide.js';
import type { MasterInput } from './master-input.js';
import { parseSdJwt } from './parse-sd-jwt.js';
import type { ParsedSdJwt } from './parsed-sd-jwt.js';
import type { SdJwtRefusal } from './refusals.js';

const noSignature = new Uint8Array(64);

/**
 * Reads assembled bytes back with the verifier's own reader, before they are signed, and compares every claim with what
 * was to be said: nothing missing, nothing more, nothing in clear that should be disclosed.
 */
export function lintMaster(
  signingInput: string,
  disclosures: readonly string[],
  input: MasterInput,
  crypto: CryptoPort,
): Result<true, SdJwtRefusal | 'lint-differs'> {
  const parsed = parseSdJwt(finishMaster(signingInput, noSignature, disclosures), crypto);
  if (!parsed.ok) return parsed;
  if (parsed.value.disclosures.length !== expectedDisclosures(input)) {
    return refuse('lint-differs', 'not every datum is behind a disclosure of its own');
  }
  if (placesOf(parsed.value.payload.face_data) !== facePlaces(input)) {
    return refuse('lint-differs', 'the digests tell how many fields there are');
  }
  for (const [name, said, meant] of comparisons(parsed.value, input)) {
    if (said !== meant && text(said) !== text(meant))
      return refuse('lint-differs', `${name} is not what was to be signed`);
  }
  return ok(true);
}

function expectedDisclosures({ holders, faceData, licenceNumber }: MasterInput): number {
  const fields = Object.keys(faceData).length + hiddenItems(faceData);
  return holders.length * 4 + fields + (licenceNumber === undefined ? 0 : 1);
}

function placesOf(face: JsonValue | undefined): number | undefined {
  const digests = isJsonObject(face) ? face._sd : undefined;
  return Array.isArray(digests) ? digests.length : undefined;
}

function comparisons({ clear, header, ...parsed }: ParsedSdJwt, input: MasterInput): [string, unknown, unknown][] {
  return [
    ['x5c', header.x5c, input.x5c],
    ['kid', header.kid, input.keyId],
    ['iss', clear.iss, input.issuer],
    ['vct', clear.vct, input.vct],
    ['vct#integrity', clear['vct#integrity'], input.vctIntegrity],
    ['licence_id', clear.licence_id, input.identifier],
    ['iat', clear.iat, input.issuedAt],
    ['nbf', clear.nbf, input.notBefore],
    ['exp', clear.exp, input.expires],
    ['issuance_date', clear.issuance_date, input.issuanceDate],
    ['status', clear.status.status_list, { idx: input.status.index, uri: input.status.uri }],
    ['cnf', clear.cnf?.jwk, input.holderKey],
    ['licence_number', parsed.licenceNumber, input.licenceNumber],
    ['holders', parsed.holders, input.holders],
    ['face_data', parsed.faceData, input.faceData],
  ];
}

function text(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value as JsonValue);
}
