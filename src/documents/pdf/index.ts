export { type DefaultLook, defaultTemplate } from './default-template.js';
export type { PdfInput, PdfRefusal, PdfSigner, PrintedLicence } from './input.js';
export { layOutPdf } from './lay-out.js';
export { makePdf, signPdf } from './make-pdf.js';
export type { UnsignedPdf } from './signature-place.js';
export { type PdfTemplate, pdfTemplate } from './template.js';
export { type TimeStamp, type TimeStampClient, TimeStampUnavailable, timeStamper } from './time-stamp.js';
