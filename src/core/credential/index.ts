export type { AssembledMaster, Holder, MasterInput } from './sd-jwt-vc/master-input.js';
export type { Disclosure, IssuerJwt, MasterClaims, MasterHeader, ParsedSdJwt } from './sd-jwt-vc/parsed-sd-jwt.js';
