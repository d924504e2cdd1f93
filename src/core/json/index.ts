export { canonicalJson } from './canonical.js';
export { type JsonLimits, type JsonRefusal, parseStrictArrays, parseStrictJson } from './parse-strict.js';
export { isJsonObject, type JsonObject, type JsonValue } from './value.js';
