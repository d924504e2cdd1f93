import { createHash } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import type { PdfSigner } from '../input.js';

const sha256 = new pki.AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' });
const tstInfoType = '1.2.840.113549.1.9.16.1.4';

/** A request of somebody else over a text, with a nonce of his own. */
export function requestOver(text: string): Buffer {
  const request = new pki.TimeStampReq({
    version: 1,
    messageImprint: new pki.MessageImprint({ hashAlgorithm: sha256, hashedMessage: digestOf(Buffer.from(text)) }),
    nonce: new asn1.Integer({ valueHex: Uint8Array.from([0x41, 1, 2, 3]).buffer }),
    certReq: true,
  });
  return der(request);
}

/** A reply that is right in all but its signer, whose certificate is not for time stamps. */
export async function replyBy(signer: PdfSigner, request: Uint8Array): Promise<Buffer> {
  const { messageImprint, nonce } = pki.TimeStampReq.fromBER(new Uint8Array(request));
  const certificate = pki.Certificate.fromBER(new Uint8Array(Buffer.from(signer.certificates[0]!, 'base64')));
  const serialNumber = new asn1.Integer({ value: 1 });
  const info = der(
    new pki.TSTInfo({ version: 1, policy: '1.2.3', messageImprint, serialNumber, genTime: new Date(), nonce }),
  );
  const signedAttrs = [
    attribute('1.2.840.113549.1.9.3', new asn1.ObjectIdentifier({ value: tstInfoType })),
    attribute('1.2.840.113549.1.9.4', digestOf(info)),
  ];
  const toSign = new asn1.Set({ value: signedAttrs.map((one) => one.toSchema()) }).toBER();
  const signature = pki.createCMSECDSASignature(Uint8Array.from(await signer.sign(new Uint8Array(toSign))).buffer);
  const signed = new pki.SignedData({
    version: 3,
    digestAlgorithms: [sha256],
    encapContentInfo: new pki.EncapsulatedContentInfo({
      eContentType: tstInfoType,
      eContent: new asn1.OctetString({ valueHex: Uint8Array.from(info).buffer }),
    }),
    certificates: [certificate],
    signerInfos: [
      new pki.SignerInfo({
        version: 1,
        sid: new pki.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        digestAlgorithm: sha256,
        signedAttrs: new pki.SignedAndUnsignedAttributes({ type: 0, attributes: signedAttrs }),
        signatureAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: '1.2.840.10045.4.3.2' }),
        signature: new asn1.OctetString({ valueHex: signature }),
      }),
    ],
  });
  const timeStampToken = new pki.ContentInfo({
    contentType: pki.ContentInfo.SIGNED_DATA,
    content: signed.toSchema(true),
  });
  return der(
    new pki.TimeStampResp({ status: new pki.PKIStatusInfo({ status: pki.PKIStatus.granted }), timeStampToken }),
  );
}

function attribute(type: string, value: asn1.BaseBlock): pki.Attribute {
  return new pki.Attribute({ type, values: [value] });
}

function digestOf(bytes: Uint8Array): asn1.OctetString {
  return new asn1.OctetString({ valueHex: createHash('sha256').update(bytes).digest() });
}

function der(value: pki.PkiObject): Buffer {
  return Buffer.from((value.toSchema() as asn1.BaseBlock).toBER());
}
