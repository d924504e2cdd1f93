import { isJsonObject, type JsonObject } from '../../json/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { es256Key, isText, listOf, members, textOf, wholeNumber } from '../../shape/index.js';
import { isDay } from '../../time/index.js';
import type { MasterClaims } from './parsed-sd-jwt.js';
import type { JwtRefusal } from './refusals.js';

// Milliseconds of a moment that Date can hold; a larger NumericDate is no date.
const lastSecond = 8_640_000_000_000;
const numericDate = (value: unknown): value is number =>
  wholeNumber(-lastSecond)(value) && (value as number) <= lastSecond;
const clearClaims = members(
  {
    iss: textOf(2048),
    vct: textOf(2048),
    licence_id: textOf(128),
    iat: numericDate,
    issuance_date: isText(isDay),
    status: members({ status_list: members({ idx: wholeNumber(0), uri: textOf(2048) }) }),
    holders: listOf(isJsonObject, 50, 1),
    face_data: isJsonObject,
  },
  {
    nbf: numericDate,
    exp: numericDate,
    cnf: members({ jwk: es256Key }),
    'vct#integrity': isText(/^sha256-[A-Za-z0-9+/]{43}=$/),
  },
  'ignored',
);

/** Reads the claims that every master has in clear, out of its payload as signed. */
export function readClearClaims(payload: JsonObject): Result<MasterClaims, JwtRefusal> {
  if (!clearClaims(payload)) return refuse('sd-jwt-claims', 'a claim that must be in clear is missing or malformed');
  if (payload.nbf !== undefined && payload.exp !== undefined && payload.nbf >= payload.exp) {
    return refuse('sd-jwt-claims', 'the validity ends before it begins');
  }
  return ok(payload);
}
