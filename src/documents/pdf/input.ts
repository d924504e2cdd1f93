import type { JsonValue } from '../../core/index.js';
import type { PdfTemplate } from './template.js';
import type { TimeStamp } from './time-stamp.js';

/** What the page says; the same words as in the master. */
export interface PrintedLicence {
  identifier: string;
  /** `sha-256:…` of the attached master. */
  masterDigest: string;
  typeName: { 'zh-CN': string; en: string };
  issuer: string;
  licenceNumber?: string;
  holders: readonly { name: string }[];
  /** ISO days. */
  issuedOn: string;
  validFrom?: string;
  validUntil?: string;
  faceData: { readonly [name: string]: JsonValue };
}

/** All that a PDF is made from: no clock, no store, no network. */
export interface PdfInput {
  template: PdfTemplate;
  licence: PrintedLicence;
  /** The SD-JWT VC, attached byte for byte as `<identifier>.sd-jwt`. */
  master: Uint8Array;
  /** What the QR code says. */
  qr: string;
  /** The holder's portrait, JPEG or PNG. */
  photo?: Uint8Array;
  /** Stands in the document's dates and in the signature. */
  madeAt: Date;
}

/** Signs the PDF: fits the keystore's P-256 signers. */
export interface PdfSigner {
  /** Base64 DER, leaf first. */
  readonly certificates: readonly string[];
  /** ECDSA over SHA-256 of `data`: r ‖ s, 64 bytes. */
  sign(data: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** Where a time-stamp authority is asked: the signature gets its token (PAdES B-T), and no PDF is made without one. */
  readonly timeStamp?: TimeStamp;
}

/**
 * - `glyph-missing`: a text has a character that the fonts lack; `detail` names them.
 * - `does-not-fit`: a text overflows its place at the smallest size; `detail` names the place.
 * - `photo-unreadable`: neither JPEG nor PNG.
 * - `qr-too-long`: no QR code holds the text.
 */
export type PdfRefusal = 'glyph-missing' | 'does-not-fit' | 'photo-unreadable' | 'qr-too-long';
