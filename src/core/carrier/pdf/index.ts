export { type FormFault, pdfLimits } from './form.js';
export { type ReadPdf, readPdfCarrier } from './read-pdf-carrier.js';
export { noLastDay, type PrintedAs, sayHolders, sayValidity, sayValue, waysToSay } from './say.js';
