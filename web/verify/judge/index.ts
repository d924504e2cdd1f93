export { type InHand, understand } from './in-hand.js';
export { judgeAgain, type SecondEvidence, type SecondReport } from './judge-again.js';
export { type BundleRead, judgeByBundle, readBundle, type SeenBundle } from './judge-by-bundle.js';
export { readSigned, thumbprintOf } from './trust.js';
