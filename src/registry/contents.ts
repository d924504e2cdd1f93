import type { Holder, JsonObject } from '../core/index.js';
import { newDataKey, seal, sealJson, unseal, unsealJson, unwrapDataKey } from '../platform/index.js';

/** What a list shows of a licence: a small blob of its own, so that a list opens no face and no master. */
export interface LicenceSummary {
  holders: Holder[];
  licenceNumber?: string;
  /** Opens the licence's record to anyone; what its QR holds. */
  verificationCode: string;
}

export interface LicenceContents {
  faceData: JsonObject;
  /** The master, SD-JWT VC text. */
  credential: string;
  summary: LicenceSummary;
}

/** Columns of licence_key and licence_content, as they are kept. */
export interface SealedContents {
  wrappedKey: Buffer;
  sealedFace: Buffer;
  sealedCredential: Buffer;
  sealedSummary: Buffer;
}

const keyPlace = (id: string) => `licence_key/wrapped_key/${id}`;
const facePlace = (id: string) => `licence_content/sealed_face/${id}`;
const credentialPlace = (id: string) => `licence_content/sealed_credential/${id}`;
const summaryPlace = (id: string) => `licence_content/sealed_summary/${id}`;
const notePlace = (eventId: string) => `licence_event/sealed_note/${eventId}`;

/** Seals a licence's contents under a new random key of its own; gives that key for the note of its first event. */
export function sealContents(
  wrapping: Buffer,
  id: string,
  contents: LicenceContents,
): SealedContents & { key: Buffer } {
  const { key, wrapped } = newDataKey(wrapping, keyPlace(id));
  return {
    key,
    wrappedKey: wrapped,
    sealedFace: sealJson(key, facePlace(id), contents.faceData),
    sealedCredential: seal(key, credentialPlace(id), Buffer.from(contents.credential, 'latin1')),
    sealedSummary: sealJson(key, summaryPlace(id), contents.summary),
  };
}

export const openKey = (wrapping: Buffer, id: string, wrapped: Buffer): Buffer =>
  unwrapDataKey(wrapping, keyPlace(id), wrapped);

export const openFace = (key: Buffer, id: string, sealed: Buffer): JsonObject =>
  unsealJson<JsonObject>(key, facePlace(id), sealed);

export const openSummary = (key: Buffer, id: string, sealed: Buffer): LicenceSummary =>
  unsealJson<LicenceSummary>(key, summaryPlace(id), sealed);

/** The master; it is ASCII. */
export const openMaster = (key: Buffer, id: string, sealed: Buffer): string =>
  unseal(key, credentialPlace(id), sealed).toString('latin1');

/** Why an authority did what it did: free text that may name a person. */
export interface EventNote {
  reason?: string;
  legalBasis?: string;
}

export const sealNote = (key: Buffer, eventId: string, note: EventNote): Buffer =>
  sealJson(key, notePlace(eventId), note);

export const openNote = (key: Buffer, eventId: string, sealed: Buffer): EventNote =>
  unsealJson<EventNote>(key, notePlace(eventId), sealed);
