export { VerificationModule } from './verification.module.js';
export { type Verified, VerifyLicence, type VerifyOptions } from './verify-licence.js';
