import type { JsonObject } from '../../json/index.js';
import { ok, type Result, refuse } from '../../result.js';
import { isText, listOf, literal, members, textOf } from '../../shape/index.js';
import type { MasterHeader } from './parsed-sd-jwt.js';
import type { JwtRefusal } from './refusals.js';

const certificate = isText(/^(?:[A-Za-z0-9+/]{4}){1,4096}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
const masterHeader = members(
  { alg: literal('ES256'), typ: literal('dc+sd-jwt'), x5c: listOf(certificate, 8, 1) },
  { kid: textOf(256) },
);

/** Reads the header of a master: `alg`, `typ`, `x5c` and perhaps `kid`; no `jwk`, `jku`, `x5u`, `crit` or any other. */
export function readHeader(value: JsonObject): Result<MasterHeader, JwtRefusal> {
  if (value.alg !== 'ES256') return refuse('sd-jwt-algorithm', 'alg is not ES256');
  if (value.typ !== 'dc+sd-jwt') return refuse('sd-jwt-type', 'typ is not dc+sd-jwt');
  if (!Object.hasOwn(value, 'x5c')) return refuse('sd-jwt-header', 'x5c is missing');
  return masterHeader(value) ? ok(value) : refuse('sd-jwt-header', 'a parameter is malformed or not allowed');
}
