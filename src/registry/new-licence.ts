import type { EcPublicJwk, Holder, InclusionPromise, JsonObject, LicenceEvent } from '../core/index.js';
import type { CarrierLinks } from './addresses.js';
import type { SealedContents } from './contents.js';
import type { StoredPromise } from './inclusion-promise.js';
import type { StatusPlace } from './status-places.js';

/** Who asks for a licence, and under which idempotency key. */
export interface IssueClaim {
  organisationId: string;
  clientId: string;
  /** `client:<id>` */
  actor: string;
  key: string;
  bodyDigest: Buffer;
}

/** A request that passed every check. */
export interface IssueOrder {
  claim: IssueClaim;
  creditCode: string;
  type: { code: string; version: number; vct: string; vctIntegrity: string; faceFields: number; hasPortrait: boolean };
  holders: Holder[];
  /** The licence is bound to it, when the holder has one. */
  holderKey?: EcPublicJwk;
  faceData: JsonObject;
  licenceNumber?: string;
  validFrom?: string;
  validUntil?: string;
  legalBasis?: string;
}

/** The rows of one new licence, whole and signed, before they are stored. */
export interface NewLicence {
  claim: IssueClaim;
  id: string;
  eventId: string;
  auditId: string;
  identifier: string;
  typeCode: string;
  typeVersion: number;
  numberDigest: Buffer | null;
  place: StatusPlace;
  masterDigest: Buffer;
  codeDigest: Buffer;
  validFrom: string | null;
  validUntil: string | null;
  /** Milliseconds since 1970. */
  at: number;
  holderKeys: Buffer[];
  sealed: SealedContents;
  event: LicenceEvent;
  salt: Buffer;
  entry: Buffer;
  promise: StoredPromise;
  sealedNote: Buffer | null;
  answer: IssuedLicence;
}

/** What the issuing authority gets, and gets again on a repeat. */
export interface IssuedLicence {
  identifier: string;
  state: 'active';
  attestation: 'pending';
  /** The master itself, and where the others are. */
  carriers: { 'sd-jwt': string } & CarrierLinks;
  verificationUrl: string;
  inclusionPromise: InclusionPromise;
}
