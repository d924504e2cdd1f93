export { VerificationModule } from './verification.module.js';
export type { Verified } from './verified.js';
export { VerifyLicence, type VerifyOptions } from './verify-licence.js';
