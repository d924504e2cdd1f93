import { createPublicKey, type KeyObject, randomBytes, webcrypto } from 'node:crypto';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Loaded for a ceremony alone: a process that serves issues no certificate. */
async function loadX509() {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto);
  return x509;
}

/** X.520 organizationIdentifier: carries the unified social credit code of the organisation. */
export const organizationIdentifier = '2.5.4.97';

/** Both ends count; seconds are the finest that X.509 keeps. */
export interface Period {
  notBefore: Date;
  notAfter: Date;
}

/** An authority of certificates: its key and its certificate (base64 DER). */
export interface CertificateAuthority {
  privateKey: KeyObject;
  certificate: string;
}

/** Makes the self-signed certificate of a demo authority of certificates over a P-256 key. */
export async function createCa(
  privateKey: KeyObject,
  commonName: string,
  period: Period,
): Promise<CertificateAuthority> {
  const x509 = await loadX509();
  const keys = { privateKey: await signingKey(privateKey), publicKey: await verifyingKey(createPublicKey(privateKey)) };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: new x509.Name([{ CN: [commonName] }]).toString(),
    ...period,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { privateKey, certificate: base64(certificate) };
}

/** Whom a leaf names. */
export interface LeafSubject {
  /** Legal name of the authority, or the name of the registry. */
  name: string;
  /** Of an authority; a registry is none. */
  creditCode?: string;
  publicKey: KeyObject;
}

/** Certifies a P-256 key for signatures and nothing else; answers the chain, base64 DER, leaf first. */
export async function issueLeaf(ca: CertificateAuthority, subject: LeafSubject, period: Period): Promise<string[]> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(Buffer.from(ca.certificate, 'base64'));
  const publicKey = await verifyingKey(subject.publicKey);
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: new x509.Name([
      { C: ['CN'] },
      { O: [subject.name] },
      ...(subject.creditCode === undefined ? [] : [{ [organizationIdentifier]: [subject.creditCode] }]),
      { CN: [subject.name] },
    ]).toString(),
    issuer: issuer.subject,
    ...period,
    publicKey,
    signingKey: await signingKey(ca.privateKey),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return [base64(leaf), ca.certificate];
}

const base64 = (certificate: { rawData: ArrayBuffer }): string => Buffer.from(certificate.rawData).toString('base64');

// Positive and 16 bytes: a first bit would make the DER integer negative.
const serialNumber = (): string => `4${randomBytes(16).toString('hex').slice(1)}`;

const signingKey = (key: KeyObject): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('pkcs8', key.export({ format: 'der', type: 'pkcs8' }), algorithm, false, ['sign']);

const verifyingKey = (key: KeyObject): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('spki', key.export({ format: 'der', type: 'spki' }), algorithm, true, ['verify']);
