import { X509Certificate } from 'node:crypto';
import type { EcPublicJwk } from '../../core/index.js';
import { publicJwk } from '../keystore/key-id.js';
import { certificateThumbprint } from './thumbprint.js';

/** What the trust list says about a certificate. */
export interface CertificateFacts {
  /** `sha-256:` of the DER. */
  thumbprint: string;
  publicKey: EcPublicJwk;
  /** RFC 3339. */
  notBefore: string;
  notAfter: string;
  /** The subject's organizationIdentifier, our authorities' credit code. */
  creditCode: string | undefined;
}

/** Reads a P-256 certificate (base64 DER). It judges nothing. @throws Error for what is no such certificate */
export function readCertificate(der: string): CertificateFacts {
  const certificate = new X509Certificate(Buffer.from(der, 'base64'));
  const { kid: _, ...publicKey } = publicJwk(certificate.publicKey);
  return {
    thumbprint: certificateThumbprint(der),
    publicKey,
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    creditCode: /^(?:organizationIdentifier|2\.5\.4\.97)=(.*)$/m.exec(certificate.subject)?.[1],
  };
}
