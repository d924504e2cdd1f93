import type { CertificateAuthority } from '../x509/issue-certificate.js';
import { KeystoreDraft } from './edit-keystore.js';
import { readKeystoreFile } from './file.js';
import { decodeKeystore } from './format.js';

/**
 * Opens an authority of certificates that lies in a keystore, for one ceremony; the file is not written.
 *
 * @throws KeystoreUnreadable; Error when there is no such key, or it has no certificate
 */
export function openCa(file: string, passphrase: string, name: string): CertificateAuthority {
  const keys = decodeKeystore(file, readKeystoreFile(file), passphrase);
  const privateKey = new KeystoreDraft(keys).privateKey(name);
  const found = keys.get(name);
  const certificate = found?.kind === 'ec' ? found.certificates[0] : undefined;
  if (certificate === undefined) throw new Error(`keystore ${file}: the key ${name} has no certificate`);
  return { privateKey, certificate };
}
