export { assembleVcJwt, finishVcJwt } from './assemble-vc-jwt.js';
export { licenceContext, licenceContextPath, w3cCredentialsContext } from './context.js';
export { type VcAssemblyRefusal, vcCredentialOf } from './credential.js';
export { readVcJwt, type VcJwt, type VcJwtRefusal, type VcSaid, verifyVcJwt } from './read-vc-jwt.js';
