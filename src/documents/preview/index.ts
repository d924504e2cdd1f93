export { previewLimits, previewPdf } from './preview-pdf.js';
