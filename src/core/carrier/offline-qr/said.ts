import type { Digest } from '../../bytes/index.js';

/** A printed field as an offline QR says it. */
export type OfflineQrField = string | number | boolean;

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
} as const;

/** The bounds of what a code may say; texts in UTF-16 code units. */
export const offlineQrLimits = {
  /** Characters of a QR of version 25 at level M in alphanumeric mode. */
  textLength: 1451,
  /** Bytes of the message once inflated. */
  messageBytes: 4096,
  licenceNumber: 100,
  holders: 50,
  holderName: 200,
  fields: 32,
  fieldText: 500,
} as const;
