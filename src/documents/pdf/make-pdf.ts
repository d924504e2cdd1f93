import { createHash } from 'node:crypto';
import { ok, type Result } from '../../core/index.js';
import { signCms } from './cms.js';
import type { PdfInput, PdfRefusal, PdfSigner } from './input.js';
import { layOutPdf } from './lay-out.js';
import { signatureRoom, type UnsignedPdf } from './signature-place.js';

/**
 * Makes the PDF of a licence: laid out, the master attached, certified by the carrier key (PAdES B-B).
 * @throws Error for a signer without a certificate or with a chain too long for the place; TimeStampUnavailable
 */
export async function makePdf(input: PdfInput, signer: PdfSigner): Promise<Result<Uint8Array, PdfRefusal>> {
  const laid = await layOutPdf(input);
  return laid.ok ? ok(await signPdf(laid.value, signer)) : laid;
}

/** Puts the signature into its place; apart from the layout, so that a worker thread needs no key. */
export async function signPdf({ bytes, gap: [start, end] }: UnsignedPdf, signer: PdfSigner): Promise<Uint8Array> {
  const digest = createHash('sha256').update(bytes.subarray(0, start)).update(bytes.subarray(end)).digest();
  const cms = await signCms(digest, signer);
  if (cms.length > signatureRoom) throw new Error(`pdf: a signature of ${cms.length} bytes exceeds its place`);
  const signed = Buffer.from(bytes);
  signed.write(Buffer.from(cms).toString('hex'), start + 1, 'latin1');
  return signed;
}
