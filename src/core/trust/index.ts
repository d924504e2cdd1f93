export type {
  ListedAuthority,
  ListedCertificate,
  ListedContract,
  ListedKey,
  ListedRight,
  LocalText,
  TrustList,
} from './trust-list.js';
