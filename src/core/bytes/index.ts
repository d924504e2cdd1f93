export { fromBase64url, toBase64url } from './base64url.js';
export { type Digest, formatDigest, parseDigest } from './digest.js';
export { fromHex, toHex } from './hex.js';
export { concatBytes, equalBytes } from './join.js';
export { textsFromBase64url } from './texts.js';
export { utf8Decode, utf8Encode } from './utf8.js';
