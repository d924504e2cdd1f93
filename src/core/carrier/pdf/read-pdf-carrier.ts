import { equalBytes, formatDigest } from '../../bytes/index.js';
import type { CryptoPort, EcPublicJwk } from '../../crypto/index.js';
import { ok, type Result, refuse } from '../../result.js';
import type { ReadCarrier } from '../said.js';
import { readAttachment } from './attachment.js';
import { readCatalogue } from './catalogue.js';
import { type CmsSignature, readCms } from './cms.js';
import { readContent } from './content.js';
import { readFile } from './file.js';
import { NotOurForm } from './form.js';
import { Objects } from './objects.js';
import { readPage } from './page.js';
import { saidBy } from './said-texts.js';
import { readSignatureField } from './signature-field.js';
import { readStructure } from './structure-tree.js';

/** A PDF of ours that was read; nothing in it is trusted before its signer is found. */
export interface ReadPdf extends ReadCarrier {
  kind: 'pdf';
  signer: { certificate: string };
  master: string;
  /** Words of the page that say no field: labels, headings, the names of pictures. They are the signer's own. */
  captions: string[];
  /** When it was made, as it says itself: RFC 3339 in UTC. */
  madeAt: string;
  /** DER of the time-stamp token over the signature, where there is one; it was not judged. */
  timeStamp?: Uint8Array;
}

/**
 * Reads a PDF strictly in the narrow form that our maker writes (docs/carriers.md); whatever it does not write is refused,
 * with the inner reason as `detail` (`FormFault`). Never throws; its work is bounded by `pdfLimits`.
 */
export function readPdfCarrier(
  bytes: Uint8Array,
  crypto: Pick<CryptoPort, 'inflate' | 'sha256' | 'verifyEs256'>,
): Result<ReadPdf, 'carrier-form-refused'> {
  try {
    return ok(read(bytes, crypto));
  } catch (error) {
    return refuse('carrier-form-refused', error instanceof NotOurForm ? error.message : 'unforeseen');
  }
}

function read(bytes: Uint8Array, crypto: Pick<CryptoPort, 'inflate' | 'sha256' | 'verifyEs256'>): ReadPdf {
  const file = readFile(bytes);
  const objects = new Objects(file, crypto);
  const catalogue = readCatalogue(objects, file.root, file.info);
  const { madeAt } = catalogue;
  const page = readPage(objects, catalogue.pages);
  const field = readSignatureField(objects, catalogue.form, catalogue.signature, page, madeAt);
  const attachment = readAttachment(objects, catalogue.names, catalogue.attachment, madeAt);
  const elements = readStructure(objects, catalogue.structure, page.ref);
  objects.finish();
  const { said, captions } = saidBy({
    elements,
    shown: readContent(page, elements),
    attachment,
    field,
    title: catalogue.title,
    sha256: (data) => crypto.sha256(data),
  });
  const cms = readCms(field.contents, crypto);
  const [start, end] = field.gap;
  return {
    kind: 'pdf',
    said,
    captions,
    madeAt: madeAt.replace(/^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
    signer: { certificate: formatDigest(cms.thumbprint) },
    signedBy: (publicKey) => signedBy(cms, bytes, start, end, publicKey, crypto),
    master: attachment.master,
    ...(cms.timeStamp && { timeStamp: cms.timeStamp }),
  };
}

/** The key signed the attributes, and the attributes hold the digest of all of the file but the signature. */
function signedBy(
  { signingInput, signature, messageDigest }: CmsSignature,
  bytes: Uint8Array,
  start: number,
  end: number,
  publicKey: EcPublicJwk,
  crypto: Pick<CryptoPort, 'sha256' | 'verifyEs256'>,
): boolean {
  const signed = new Uint8Array(bytes.length - (end - start));
  signed.set(bytes.subarray(0, start));
  signed.set(bytes.subarray(end), start);
  return equalBytes(crypto.sha256(signed), messageDigest) && crypto.verifyEs256(publicKey, signingInput, signature);
}
