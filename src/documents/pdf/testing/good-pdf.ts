import { X509Certificate } from 'node:crypto';
import type { NewLicenceType } from '../../../catalogue/index.js';
import type { EcPublicJwk } from '../../../core/index.js';
import { signCms } from '../cms.js';
import type { PdfInput, PdfSigner } from '../input.js';
import { makePdf } from '../make-pdf.js';
import { carrierSigner, printed } from './pdf.fixture.js';

/** A PDF of ours with the key that signed it, for who forges it as an insider would. */
export interface GoodPdf {
  file: Uint8Array;
  input: PdfInput;
  signer: PdfSigner;
  publicKey: EcPublicJwk;
  /** Signs the digest of another file with the same key. */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}

export async function goodPdf(type: NewLicenceType): Promise<GoodPdf> {
  const signer = await carrierSigner();
  const input = printed(type, '云渡市市场监督管理局');
  const made = await makePdf(input, signer);
  if (!made.ok) throw new Error(`${made.code} ${made.detail}`);
  const certificate = new X509Certificate(Buffer.from(signer.certificates[0]!, 'base64'));
  const { kty, crv, x, y } = certificate.publicKey.export({ format: 'jwk' });
  return {
    file: made.value,
    input,
    signer,
    publicKey: { kty, crv, x, y } as EcPublicJwk,
    sign: (digest) => signCms(digest, signer),
  };
}
