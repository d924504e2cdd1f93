export { canonicalJson } from './canonical.js';
export { freezeWhole, isFrozenWhole } from './frozen.js';
export { type JsonLimits, type JsonRefusal, parseStrictArrays, parseStrictJson } from './parse-strict.js';
export { isJsonObject, type JsonObject, type JsonValue } from './value.js';
