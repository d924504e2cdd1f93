import forge from 'node-forge';
import { ok, type Result, refuse } from '../../core/index.js';

/** Why a PKCS#12 file is not read. */
export type Pkcs12FileRefusal = 'pkcs12-too-large' | 'pkcs12-unreadable' | 'pkcs12-passphrase-wrong';

/** DER of what lies in the bags: PKCS#8 keys and certificates, in the file's order. */
export interface Pkcs12Bags {
  keys: Buffer[];
  certificates: Buffer[];
}

const maxBytes = 64 * 1024;
// The counter of the MAC is read before anything is authenticated: unbounded, a small file could keep us busy for hours.
const maxIterations = 200_000;

/** node-forge opens the bags (RFC 7292) and no more: it knows no EC keys, so what it finds leaves as DER. */
export function openBags(bytes: Uint8Array, passphrase: string): Result<Pkcs12Bags, Pkcs12FileRefusal> {
  if (bytes.length > maxBytes) return refuse('pkcs12-too-large', `more than ${maxBytes} bytes`);
  let pfx: forge.asn1.Asn1;
  try {
    pfx = forge.asn1.fromDer(Buffer.from(bytes).toString('binary'));
    if (!hasBoundedMac(pfx)) return refuse('pkcs12-unreadable', 'no authentication code, or too many iterations');
  } catch {
    return refuse('pkcs12-unreadable', 'this is no PKCS#12 file');
  }
  try {
    const file = forge.pkcs12.pkcs12FromAsn1(pfx, true, passphrase);
    const bags = file.safeContents.flatMap((content) => content.safeBags) as forge.pkcs12.Bag[];
    return ok({
      keys: bags.filter((bag) => bag.type !== forge.pki.oids.certBag).map(keyDer),
      certificates: bags.filter((bag) => bag.type === forge.pki.oids.certBag).map(certificateDer),
    });
  } catch (error) {
    const wrong = /password/i.test((error as Error).message);
    return refuse(
      wrong ? 'pkcs12-passphrase-wrong' : 'pkcs12-unreadable',
      wrong ? undefined : 'its parts are not known',
    );
  }
}

/** PFX is version, authSafe, macData { mac, salt, iterations DEFAULT 1 }. */
function hasBoundedMac(pfx: forge.asn1.Asn1): boolean {
  const macData = (pfx.value as forge.asn1.Asn1[])[2]?.value as forge.asn1.Asn1[] | undefined;
  if (macData === undefined) return false;
  const counter = macData[2]?.value;
  return counter === undefined || (typeof counter === 'string' && iterationsOf(counter) <= maxIterations);
}

const iterationsOf = (der: string): number => Number.parseInt(forge.util.bytesToHex(der) || 'ff', 16);

function keyDer(bag: forge.pkcs12.Bag): Buffer {
  return der(bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1);
}

const certificateDer = (bag: forge.pkcs12.Bag): Buffer =>
  der(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1);

const der = (value: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(value).getBytes(), 'binary');
