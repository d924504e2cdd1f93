import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ok, type Result, refuse } from '../../core/index.js';
import { openBags, type Pkcs12FileRefusal } from './open-bags.js';

/** Why a department's PKCS#12 file is not taken. */
export type Pkcs12Refusal =
  | Pkcs12FileRefusal
  | 'pkcs12-not-one-key'
  | 'pkcs12-key-not-p256'
  | 'pkcs12-certificate-missing'
  | 'pkcs12-certificate-unreadable'
  | 'pkcs12-certificate-of-authority';

/** A department's key and its certificates, base64 DER, leaf first. */
export interface Pkcs12Content {
  privateKey: KeyObject;
  certificates: string[];
}

const maxCertificates = 10;

/**
 * Reads the one P-256 key of a PKCS#12 file and the chain of its certificate as far as the file holds it. Whether the
 * chain is trusted and in force is the trust list's affair, not the file's.
 */
export function readPkcs12(bytes: Uint8Array, passphrase: string): Result<Pkcs12Content, Pkcs12Refusal> {
  const opened = openBags(bytes, passphrase);
  if (!opened.ok) return opened;
  const [keyDer, another] = opened.value.keys;
  if (keyDer === undefined || another !== undefined) return refuse('pkcs12-not-one-key');
  const privateKey = readKey(keyDer);
  if (privateKey?.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return refuse('pkcs12-key-not-p256');
  const found = readCertificates(opened.value.certificates);
  if (found === undefined) return refuse('pkcs12-certificate-unreadable');
  const leaf = found.find((certificate) => certificate.checkPrivateKey(privateKey));
  if (leaf === undefined) return refuse('pkcs12-certificate-missing', 'no certificate is of the key');
  if (leaf.ca) return refuse('pkcs12-certificate-of-authority');
  const certificates = chainFrom(leaf, found).map((certificate) => certificate.raw.toString('base64'));
  return ok({ privateKey, certificates });
}

function readKey(der: Buffer): KeyObject | undefined {
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}

function readCertificates(ders: readonly Buffer[]): X509Certificate[] | undefined {
  if (ders.length > maxCertificates) return undefined;
  try {
    return ders.map((der) => new X509Certificate(der));
  } catch {
    return undefined;
  }
}

function chainFrom(leaf: X509Certificate, found: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf];
  for (let last = leaf; chain.length <= found.length; ) {
    const issuer = found.find(
      (other) => !chain.includes(other) && last.checkIssued(other) && last.verify(other.publicKey),
    );
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}
