export { anchorGuard } from './anchor-shape.js';
export { parsePromise, parseReceipt } from './parse-receipt.js';
export { promiseSigningInput } from './promise-signing-input.js';
export type { Anchor, InclusionPromise, Receipt } from './receipt.js';
