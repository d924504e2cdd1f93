export { type BundlePress, publishTrustBundle } from './publish-trust-bundle.js';
export { TrustSource } from './trust-source.js';
export { VerificationModule } from './verification.module.js';
export type { Verified } from './verified.js';
export { VerifyLicence, type VerifyOptions } from './verify-licence.js';
