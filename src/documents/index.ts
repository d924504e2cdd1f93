export { DocumentsModule } from './documents.module.js';
export type { KeptCarrier } from './keep-carrier.js';
export { type AskedKind, askedKinds, type KeptKind } from './kinds.js';
export { type CarrierOutcome, RequestCarrier } from './request-carrier.js';
