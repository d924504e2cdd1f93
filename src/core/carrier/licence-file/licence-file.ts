import type { JsonObject } from '../../json/index.js';
import type { InclusionPromise } from '../../receipt/index.js';

/** What a licence file says first, and the version of its form. */
export const licenceFileFormat = 'elicence/1';

/** Its media type. */
export const licenceFileType = 'application/vnd.elicence+json';
/** How its name ends. */
export const licenceFileExtension = '.elicence';

/** The kinds of a carrier in a licence file: the master, or what is made from it. */
export const fileCarrierKinds = ['sd-jwt', 'qr', 'qr-photo', 'vc-jwt', 'pdf'] as const;
/** One of them. */
export type FileCarrierKind = (typeof fileCarrierKinds)[number];

/** The carrier in a licence file: a text, or the bytes of a PDF. */
export type FileCarrier =
  | { kind: 'sd-jwt'; content: string }
  | { kind: Exclude<FileCarrierKind, 'pdf' | 'sd-jwt'>; content: string }
  | { kind: 'pdf'; content: Uint8Array };

/** Bounds of a licence file: the whole and its parts, in UTF-16 code units of its text; the PDF in bytes. */
export const licenceFileLimits = {
  length: 4 * 1024 * 1024,
  pdfBytes: 2 * 1024 * 1024,
  carrierText: 256 * 1024,
  statusToken: 1024 * 1024,
  statements: 16,
} as const;

/**
 * A carrier with what judges it offline: the newest receipt, status token and statements about the receipt's anchors, as
 * they were when the file was made. Nothing in it is believed for standing there.
 */
export interface LicenceFile {
  carrier: FileCarrier;
  /** The issuer-signed JWT of the master and `~`, with no disclosure; for a carrier that has no master inside. */
  master?: string;
  /** Null while the event is not logged. */
  receipt: JsonObject | null;
  /** For the same event. */
  promise?: InclusionPromise;
  statusToken: string | null;
  /** Signed notes, as `/log/anchors` gives them. */
  anchors: string[];
  /** RFC 3339 in UTC: when the file was made, by its maker's word. */
  made: string;
}
