export { finishTrustBundle, trustBundleSigningInput } from './assemble-trust-bundle.js';
export { type BroughtCarrier, type BroughtCredential, evidenceByBundle, verifyByBundle } from './evidence-by-bundle.js';
export { readTrustBundle, type TrustBundleContext, trustBundleIssue } from './read-trust-bundle.js';
export { trustBundleTexts } from './texts.js';
export {
  type TrustBundle,
  type TrustBundlePayload,
  type TrustBundleRefusal,
  trustBundleLimits,
  trustBundleMediaType,
  trustBundleType,
} from './trust-bundle.js';
