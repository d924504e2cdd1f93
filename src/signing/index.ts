export {
  createFilledKeystore,
  createKey,
  createKeystore,
  editKeystore,
  importPkcs12,
  type KeystoreDraft,
} from './keystore/edit-keystore.js';
export { KeystoreUnreadable } from './keystore/format.js';
export { keyIdOf, publicJwk } from './keystore/key-id.js';
export { Keystore, MissingKey } from './keystore/keystore.js';
export { openCa } from './keystore/open-ca.js';
export type { EcSigner, Ed25519Signer } from './keystore/signers.js';
export type { KeyKind } from './keystore/stored-key.js';
export type { Pkcs12Content, Pkcs12Refusal } from './pkcs12/read-pkcs12.js';
export { KEYSTORE, SigningModule } from './signing.module.js';
export {
  type CertificateAuthority,
  createCa,
  issueLeaf,
  type LeafSubject,
  type Period,
} from './x509/issue-certificate.js';
export { type CertificateFacts, readCertificate } from './x509/read-certificate.js';
export { certificateThumbprint } from './x509/thumbprint.js';
