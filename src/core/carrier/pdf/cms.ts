import { concatBytes, equalBytes } from '../../bytes/index.js';
import type { CryptoPort } from '../../crypto/index.js';
import { type Der, derTag, exactly, isDer, readDer, unsigned32, within } from './der.js';
import { demand } from './form.js';

/** A signature of PAdES B-B or B-T, taken apart; nothing in it is trusted yet. */
export interface CmsSignature {
  /** SHA-256 of the certificate that it names as its signer's. */
  thumbprint: Uint8Array;
  /** SHA-256 of what is signed, as it says. */
  messageDigest: Uint8Array;
  /** What the key signed: the signed attributes. */
  signingInput: Uint8Array;
  /** r ‖ s, 64 bytes. */
  signature: Uint8Array;
  /** DER of a time-stamp token over the signature; kept, not judged. */
  timeStamp?: Uint8Array;
}

const oid = {
  signedData: '06092a864886f70d010702',
  data: '06092a864886f70d010701',
  contentType: '06092a864886f70d010903',
  messageDigest: '06092a864886f70d010904',
  signingCertificateV2: '060b2a864886f70d010910022f',
  timeStampToken: '060b2a864886f70d010910020e',
};
const sha256 = '300b0609608648016503040201';
const ecdsaWithSha256 = '300a06082a8648ce3d040302';
const one = '020101';

/**
 * Reads exactly what our maker writes: one signer, SHA-256, ECDSA, three signed attributes in the order of DER, the
 * signer's certificate first, and beside the signature nothing or one time-stamp.
 * @throws NotOurForm
 */
export function readCms(padded: Uint8Array, crypto: Pick<CryptoPort, 'sha256'>): CmsSignature {
  const content = readDer(padded);
  demand(
    padded.subarray(content.whole.length).every((byte) => byte === 0),
    'signature-padding',
  );
  const [type, explicit] = exactly(content, derTag.sequence, 2);
  demand(isDer(type, oid.signedData), 'cms');
  const [signedData] = exactly(explicit, derTag.first, 1);
  const [version, algorithms, encapsulated, certificates, signers] = exactly(signedData, derTag.sequence, 5);
  demand(isDer(version, one) && isDer(exactly(algorithms, derTag.set, 1)[0], sha256), 'cms');
  demand(isDer(exactly(encapsulated, derTag.sequence, 1)[0], oid.data), 'cms');
  const [leaf] = within(certificates, derTag.first, 4);
  const [signer] = exactly(signers, derTag.set, 1);
  return readSigner(signer, leaf, crypto);
}

function readSigner(der: Der | undefined, leaf: Der | undefined, crypto: Pick<CryptoPort, 'sha256'>): CmsSignature {
  const parts = within(der, derTag.sequence, 7);
  const [version, sid, digestAlgorithm, attributes, signatureAlgorithm, value, unsigned] = parts;
  demand(parts.length >= 6 && isDer(version, one) && isDer(digestAlgorithm, sha256), 'cms');
  demand(isDer(signatureAlgorithm, ecdsaWithSha256) && value?.tag === derTag.octets, 'cms');
  const { thumbprint, messageDigest } = readAttributes(attributes);
  demand(leaf && equalBytes(crypto.sha256(leaf.whole), thumbprint) && namesCertificate(sid, leaf), 'cms');
  const signature = readDer(value.contents);
  demand(signature.whole.length === value.contents.length, 'cms');
  const [r, s] = exactly(signature, derTag.sequence, 2);
  return {
    thumbprint,
    messageDigest,
    // What is signed has the tag of a set, where the signature's own structure has that of its field (RFC 5652 §5.4).
    signingInput: concatBytes(Uint8Array.of(derTag.set), (attributes as Der).whole.subarray(1)),
    signature: concatBytes(unsigned32(r), unsigned32(s)),
    ...(unsigned && { timeStamp: readTimeStamp(unsigned) }),
  };
}

function readAttributes(der: Der | undefined): { thumbprint: Uint8Array; messageDigest: Uint8Array } {
  // DER sorts them by their bytes, of which the first that differs is the length.
  const [type, digest, certificate] = exactly(der, derTag.first, 3).map((attribute) => {
    const [name, values] = exactly(attribute, derTag.sequence, 2);
    return { name, value: exactly(values, derTag.set, 1)[0] as Der };
  });
  demand(isDer(type?.name, oid.contentType) && isDer(type?.value, oid.data), 'cms');
  demand(isDer(digest?.name, oid.messageDigest), 'cms');
  demand(isDer(certificate?.name, oid.signingCertificateV2), 'cms');
  const [identifiers] = exactly(certificate?.value, derTag.sequence, 1);
  const [identifier] = exactly(identifiers, derTag.sequence, 1);
  const [hash] = exactly(identifier, derTag.sequence, 1);
  return { thumbprint: digestIn(hash), messageDigest: digestIn(digest?.value) };
}

/** Whether issuer and serial number are those of the certificate. */
function namesCertificate(sid: Der | undefined, leaf: Der): boolean {
  const [toBeSigned] = exactly(leaf, derTag.sequence, 3);
  const [, serial, , issuer] = within(toBeSigned, derTag.sequence);
  const [namedIssuer, namedSerial] = exactly(sid, derTag.sequence, 2);
  const same = (one?: Der, other?: Der) =>
    one !== undefined && other !== undefined && equalBytes(one.whole, other.whole);
  return same(issuer, namedIssuer) && same(serial, namedSerial);
}

function readTimeStamp(der: Der): Uint8Array {
  const [attribute] = exactly(der, derTag.second, 1);
  const [name, values] = exactly(attribute, derTag.sequence, 2);
  const [token] = exactly(values, derTag.set, 1);
  demand(isDer(name, oid.timeStampToken) && token?.tag === derTag.sequence, 'cms');
  return token.whole;
}

function digestIn(der: Der | undefined): Uint8Array {
  demand(der?.tag === derTag.octets && der.contents.length === 32, 'cms');
  return der.contents;
}
