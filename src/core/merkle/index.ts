export { growFrontier, rootFromFrontier, rootFromLeaves } from './frontier.js';
export { emptyRoot, leafHash, nodeHash, type TreeHasher } from './hash.js';
export { consistencyProof, inclusionProof } from './prove.js';
export {
  consistencyRanges,
  inclusionRanges,
  type LeafRange,
  type PerfectSubtree,
  perfectSubtrees,
} from './subtrees.js';
export { type ConsistencyClaim, verifyConsistency } from './verify-consistency.js';
export { type InclusionClaim, rootFromInclusion, verifyInclusion } from './verify-inclusion.js';
