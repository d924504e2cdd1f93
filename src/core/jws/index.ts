export { type CompactJws, hasHeader, type JwsRefusal, parseCompactJws, readJwsObject } from './compact.js';
