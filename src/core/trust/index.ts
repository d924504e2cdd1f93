export { finishTrustList, trustListSigningInput } from './assemble-trust-list.js';
export {
  type CarrierKeyStanding,
  type CarrierSigner,
  findCarrierKeys,
  judgeCarrierKey,
} from './carrier-keys.js';
export {
  certificateThumbprint,
  findAuthority,
  findContract,
  findIssuerKey,
  findLogKey,
  findRegistryKey,
  findRight,
  findType,
  findWitnesses,
  registryKeys,
  within,
} from './find.js';
export { mergeTrustList } from './merge-trust-list.js';
export { judgeTrustPeriod, readTrustList, type TrustListContext, type TrustListRefusal } from './read-trust-list.js';
export type { CarrierKey, ListedSigner, Period, RegistryKey } from './trust-index.js';
export type {
  ListedAuthority,
  ListedCertificate,
  ListedContract,
  ListedKey,
  ListedRight,
  ListedWitness,
  LocalText,
  TrustList,
} from './trust-list.js';
