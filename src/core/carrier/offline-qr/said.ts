import type { Digest } from '../../bytes/index.js';

/** A printed field as an offline QR says it. */
export type OfflineQrField = string | number | boolean;

/**
 * The holder's portrait in small, for the eye of a guard. No one can hold it against the master's portrait byte by byte,
 * so the signer says which picture it was made from: whoever has the master compares `digest` with the portrait there.
 */
export interface OfflineQrPortrait {
  /** The face field of the master that holds the portrait. */
  field: string;
  /** SHA-256 of that portrait's JPEG, not of its base64. */
  digest: Digest;
  /** A lossy WebP without metadata, within {@link offlineQrLimits}. */
  picture: Uint8Array;
}

/** What goes into an offline QR: the guard's fields of a licence. Days are `YYYY-MM-DD`. */
export interface OfflineQrInput {
  /** The licence identifier; type and issuing authority are inside it, so that they cannot be said twice. */
  identifier: string;
  masterDigest: Digest;
  issuanceDate: string;
  /** First day of validity, when it is not the day of issuing. */
  validFrom?: string;
  /** Last day of validity; left out when the licence has no end. */
  validUntil?: string;
  licenceNumber?: string;
  /** Names of the holders, in the order of the master. */
  holders: string[];
  /** The printed fields that the type's carrier definition chose, by their names in the master. */
  faceData?: Record<string, OfflineQrField>;
  /** Makes it the larger form, kind `qr-photo`. */
  portrait?: OfflineQrPortrait;
}

/** What an offline QR says, with what its identifier says. */
export interface OfflineQrSaid extends OfflineQrInput {
  typeCode: string;
  /** Credit code of the issuing authority. */
  issuerCode: string;
}

/** The integer keys of the payload: the table in docs/carriers.md. A number once given is never given again. */
export const payloadKeys = {
  identifier: 1,
  masterDigest: 2,
  issuanceDate: 3,
  validFrom: 4,
  validUntil: 5,
  licenceNumber: 6,
  holders: 7,
  faceData: 8,
  picture: 9,
  pictureOf: 10,
} as const;

/** The bounds of what a code may say; texts in UTF-16 code units. */
export const offlineQrLimits = {
  /** Characters of a QR of version 25 at level M in alphanumeric mode. */
  textLength: 1451,
  /** Characters of a QR of version 40 at level L, for the form with a portrait. */
  portraitTextLength: 4296,
  /** Bytes of the message once inflated. */
  messageBytes: 4096,
  licenceNumber: 100,
  holders: 50,
  holderName: 200,
  fields: 32,
  fieldText: 500,
  /** Bytes of the WebP: so many that whatever fits without a portrait fits with one. */
  picture: 1800,
} as const;
