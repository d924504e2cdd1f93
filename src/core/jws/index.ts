export { type CompactJws, hasHeader, type JwsRefusal, parseCompactJws } from './compact.js';
