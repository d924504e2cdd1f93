export type { Anchor, InclusionPromise, Receipt } from './receipt.js';
