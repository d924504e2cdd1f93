import { createHash, webcrypto } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';

const sha256 = '2.16.840.1.101.3.4.2.1';
const tstInfoType = '1.2.840.113549.1.9.16.1.4';
const extendedKeyUsage = '2.5.29.37';
const forTimeStamps = '1.3.6.1.5.5.7.3.8';
/** Clocks may differ by so many milliseconds. */
const skew = 5 * 60_000;

const engine = new pki.CryptoEngine({ name: 'node', crypto: webcrypto });

/** DER of a TimeStampReq over SHA-256 of the data, which asks for the certificate too. */
export function timeStampRequest(data: Uint8Array, nonce: Uint8Array): Uint8Array {
  const request = new pki.TimeStampReq({
    version: 1,
    messageImprint: new pki.MessageImprint({
      hashAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: sha256, algorithmParams: new asn1.Null() }),
      hashedMessage: new asn1.OctetString({ valueHex: createHash('sha256').update(data).digest() }),
    }),
    nonce: new asn1.Integer({ valueHex: new Uint8Array(nonce).buffer }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER());
}

/** The token of a TimeStampResp that grants one, byte for byte; `undefined` for a refusal and for what is no such answer. */
export function readTokenOf(answer: Uint8Array): Uint8Array | undefined {
  try {
    const { status, timeStampToken } = pki.TimeStampResp.fromBER(new Uint8Array(answer));
    if (timeStampToken === undefined || (status.status !== pki.PKIStatus.granted && status.status !== 1))
      return undefined;
    const { result } = asn1.fromBER(new Uint8Array(answer));
    return (result as asn1.Sequence).valueBlock.value[1]?.valueBeforeDecodeView.slice();
  } catch {
    return undefined;
  }
}

/** Why a token is not the answer to what was asked, in words, or `undefined` when it is. */
export async function isTokenFor(
  token: Uint8Array,
  asked: { data: Uint8Array; nonce: Uint8Array; at: number },
): Promise<string | undefined> {
  try {
    return await judge(token, asked);
  } catch {
    return 'can not be read';
  }
}

async function judge(
  token: Uint8Array,
  { data, nonce, at }: { data: Uint8Array; nonce: Uint8Array; at: number },
): Promise<string | undefined> {
  const content = pki.ContentInfo.fromBER(new Uint8Array(token));
  const signed = new pki.SignedData({ schema: content.content });
  const { eContentType, eContent } = signed.encapContentInfo;
  if (content.contentType !== pki.ContentInfo.SIGNED_DATA || eContentType !== tstInfoType || !eContent)
    return 'is none';
  if (signed.signerInfos.length !== 1) return 'is signed by more than one';
  const info = pki.TSTInfo.fromBER(eContent.getValue());
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const digest = createHash('sha256').update(data).digest();
  if (hashAlgorithm.algorithmId !== sha256 || !same(hashedMessage, digest)) return 'is over other data';
  if (info.nonce === undefined || !same(info.nonce, nonce)) return 'answers another question';
  if (Math.abs(info.genTime.getTime() - at) > skew) return 'tells another time';
  const verdict = await signed.verify({ signer: 0, data: new Uint8Array(data).buffer, extendedMode: true }, engine);
  if (verdict.signatureVerified !== true || !verdict.signerCertificate) return 'is not signed by the certificate in it';
  return isForTimeStamps(verdict.signerCertificate) ? undefined : 'is signed by a certificate for something else';
}

/** RFC 3161 §2.3: critical, and for nothing else. */
function isForTimeStamps(certificate: pki.Certificate): boolean {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === extendedKeyUsage);
  const purposes = (usage?.parsedValue as pki.ExtKeyUsage | undefined)?.keyPurposes;
  return usage?.critical === true && purposes?.length === 1 && purposes[0] === forTimeStamps;
}

function same(block: asn1.OctetString | asn1.Integer, bytes: Uint8Array): boolean {
  return Buffer.from(block.valueBlock.valueHexView).equals(bytes);
}
