import { createHash } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import type { PdfSigner } from './input.js';

const sha256 = '2.16.840.1.101.3.4.2.1';
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';
const signedDataType = '1.2.840.113549.1.7.2';
const dataType = '1.2.840.113549.1.7.1';
const attribute = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
};

/**
 * A detached CMS signature of PAdES baseline B-B (ETSI EN 319 142-1 over EN 319 122-1): content type, message digest and
 * signing-certificate-v2 are signed; no signing time among them, for PAdES keeps it in the dictionary's M. With a time stamp
 * over the signature's value it is of baseline B-T.
 * @returns DER of a ContentInfo
 * @throws TimeStampUnavailable
 */
export async function signCms(digest: Uint8Array, signer: PdfSigner): Promise<Uint8Array> {
  const chain = signer.certificates.map((der) => Buffer.from(der, 'base64'));
  const certificates = chain.map((der) => pki.Certificate.fromBER(new Uint8Array(der)));
  const leaf = certificates[0];
  if (leaf === undefined) throw new Error('pdf: the signer has no certificate');

  const essCertId = new asn1.Sequence({ value: [octets(createHash('sha256').update(chain[0]!).digest())] });
  const signedAttrs = inDerOrder([
    new pki.Attribute({ type: attribute.contentType, values: [new asn1.ObjectIdentifier({ value: dataType })] }),
    new pki.Attribute({ type: attribute.messageDigest, values: [octets(digest)] }),
    new pki.Attribute({
      type: attribute.signingCertificateV2,
      // SHA-256 is the default of ESSCertIDv2 and so left out, as DER demands.
      values: [new asn1.Sequence({ value: [new asn1.Sequence({ value: [essCertId] })] })],
    }),
  ]);
  const toSign = new Uint8Array(new asn1.Set({ value: signedAttrs.map((one) => one.toSchema()) }).toBER());
  const signature = pki.createCMSECDSASignature(buffer(await signer.sign(toSign)));
  const token = await signer.timeStamp?.(new Uint8Array(signature));

  const signedData = new pki.SignedData({
    version: 1,
    digestAlgorithms: [new pki.AlgorithmIdentifier({ algorithmId: sha256 })],
    encapContentInfo: new pki.EncapsulatedContentInfo({ eContentType: dataType }),
    certificates,
    signerInfos: [
      new pki.SignerInfo({
        version: 1,
        sid: new pki.IssuerAndSerialNumber({ issuer: leaf.issuer, serialNumber: leaf.serialNumber }),
        digestAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: sha256 }),
        signedAttrs: new pki.SignedAndUnsignedAttributes({ type: 0, attributes: signedAttrs }),
        signatureAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: ecdsaWithSha256 }),
        signature: new asn1.OctetString({ valueHex: signature }),
        ...(token && { unsignedAttrs: stamped(token) }),
      }),
    ],
  });
  const content = new pki.ContentInfo({ contentType: signedDataType, content: signedData.toSchema(true) });
  const der = Buffer.from(content.toSchema().toBER());
  if (token && !der.includes(Buffer.from(token)))
    throw new Error('pdf: the time stamp was not written as it was given');
  return der;
}

function stamped(token: Uint8Array): pki.SignedAndUnsignedAttributes {
  const { result } = asn1.fromBER(buffer(token));
  const attributes = [new pki.Attribute({ type: attribute.timeStampToken, values: [result] })];
  return new pki.SignedAndUnsignedAttributes({ type: 1, attributes });
}

/** DER sorts a SET OF by its members' bytes; a signature over another order would not verify everywhere. */
function inDerOrder(attributes: pki.Attribute[]): pki.Attribute[] {
  const bytes = (one: pki.Attribute) => Buffer.from(one.toSchema().toBER());
  return attributes.sort((one, other) => Buffer.compare(bytes(one), bytes(other)));
}

const octets = (bytes: Uint8Array) => new asn1.OctetString({ valueHex: buffer(bytes) });

const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
