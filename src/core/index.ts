export {
  concatBytes,
  type Digest,
  equalBytes,
  formatDigest,
  fromBase64url,
  fromHex,
  parseDigest,
  toBase64url,
  toHex,
  utf8Decode,
  utf8Encode,
} from './bytes/index.js';
export type { CryptoPort, EcPublicJwk } from './crypto/index.js';
export {
  canonicalJson,
  isJsonObject,
  type JsonLimits,
  type JsonObject,
  type JsonRefusal,
  type JsonValue,
  parseStrictJson,
} from './json/index.js';
export {
  decide,
  eventEntry,
  type LicenceCommand,
  type LicenceEvent,
  type LicenceState,
  licenceCommands,
  licenceStates,
  statusOf,
  type Transition,
  transitions,
} from './licence/index.js';
export { ok, type Refusal, type Result, refuse } from './result.js';
export type { StatusValue } from './status/index.js';
