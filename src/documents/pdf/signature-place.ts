import type { PrintedLicence } from './input.js';
import { mm, type Pen, within } from './pen.js';
import type { PdfTemplate } from './template.js';

/** Bytes kept for the CMS: a P-256 signature with a chain of three takes some 3 KB, a time stamp up to 12 KB. */
export const signatureRoom = 16_384;
/** Stands for a number that is known only once the file is whole; ten characters, as its writer pads to. */
const unknown = '*'.repeat(10);

/**
 * Writes the signature's dictionary, its field over the seal and the certification (DocMDP, P 1: no change at all) into
 * the document while it is made: one revision, where a signature added later would be a second one.
 */
export function reserveSignature({ pdf }: Pen, seal: PdfTemplate['seal'], licence: PrintedLicence, madeAt: Date): void {
  const inner = within(pdf);
  const height = pdf.page.height;
  const signature = inner.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, unknown, unknown, unknown],
    Contents: new Uint8Array(signatureRoom),
    M: madeAt,
    Name: literal(licence.issuer),
    Reason: literal(`电子证照 ${licence.identifier}`),
    Reference: [
      { Type: 'SigRef', TransformMethod: 'DocMDP', TransformParams: { Type: 'TransformParams', P: 1, V: '1.2' } },
    ],
  });
  const blank = inner.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, 0, mm(seal.diameter), mm(seal.diameter)],
    Resources: {},
  });
  // Without a byte of content pdfkit writes no stream, and a form is one.
  blank.end(new Uint8Array([0x0a]));
  const field = inner.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: literal('Seal'),
    TU: literal(`${licence.issuer}电子印章`),
    V: signature,
    // Print and locked: PDF/A wants the first.
    F: 132,
    Rect: [mm(seal.x), height - mm(seal.y + seal.diameter), mm(seal.x + seal.diameter), height - mm(seal.y)],
    P: inner.page.dictionary,
    AP: { N: blank },
  });
  inner.page.annotations.push(field);
  inner._acroform = { fonts: {}, defaultFont: 'regular' };
  inner._root.data.AcroForm = inner.ref({ Fields: [field], SigFlags: 3, DR: { Font: {} } });
  inner._root.data.Perms = { DocMDP: signature };
  signature.end();
  field.end();
}

/** A text string of PDF; a plain JavaScript string is a name to pdfkit. */
function literal(text: string): object {
  return Object(text) as object;
}

/** A whole document whose signature is still to come. */
export interface UnsignedPdf {
  bytes: Uint8Array;
  /** Where `<` and the end of `>` of the signature's hexadecimal stand. */
  gap: readonly [start: number, end: number];
}

/** Fills in the ByteRange: all of the file but the signature's own hexadecimal. */
export function measureGap(file: Buffer): UnsignedPdf {
  const dictionary = file.indexOf('/SubFilter /ETSI.CAdES.detached');
  const start = file.indexOf(`<${'00'.repeat(64)}`, dictionary);
  const end = start + 2 * signatureRoom + 2;
  const range = file.indexOf('/ByteRange [', dictionary);
  const close = file.indexOf(']', range) + 1;
  const text = `/ByteRange [0 ${start} ${end} ${file.length - end}]`.padEnd(close - range);
  if (dictionary < 0 || range < 0 || start < close || text.length !== close - range || file[end - 1] !== 0x3e) {
    throw new Error('pdf: the place of the signature was not written as it is read');
  }
  file.write(text, range, 'latin1');
  return { bytes: file, gap: [start, end] };
}
