import { existsSync, writeFileSync } from 'node:fs';
import { type CertificateAuthority, issueLeaf, type KeystoreDraft } from '../../signing/index.js';
import { years } from './period.js';

/** The name of the authority of certificates beside the trust root. */
export const caName = 'demo-ca';

/**
 * Makes the key that signs every carrier but the master, and lets the authority of certificates certify it in the name of the
 * registry. The whole chain stays with it, for a PDF brings it along.
 *
 * @throws Error when there is a key `carrier` already
 */
export async function createCarrierKey(
  draft: KeystoreDraft,
  ca: CertificateAuthority,
  registryName: string,
  now: number,
): Promise<void> {
  draft.createKey('carrier', 'ec');
  const subject = { name: registryName, publicKey: draft.publicKey('carrier') };
  draft.setCertificates('carrier', await issueLeaf(ca, subject, years(now, 3)));
}

/** Writes the certificate (base64 DER) by whose trust other people's tools accept our PDFs; a file that is there stays. */
export function writeCaCertificate(file: string, certificate: string): void {
  if (existsSync(file)) return;
  const lines = certificate.match(/.{1,64}/g) ?? [];
  writeFileSync(file, `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`);
}
