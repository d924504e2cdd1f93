import { type Answer, type RequestOptions, request } from './request.js';
import type { Words } from './words.js';

export interface List<T> {
  items: T[];
  /** Opaque cursor of the next page, or null. */
  next: string | null;
}

export interface MyLicence {
  identifier: string;
  typeCode: string;
  typeName: Words;
  state: string;
  issuer: { name: Words; creditCode?: string };
  licenceNumber?: string | null;
  holderName: string;
  /** Days of the registry's time zone, `YYYY-MM-DD`. */
  validFrom?: string | null;
  validUntil?: string | null;
  /** The address of the online QR: `…/v/{identifier}#{code}`. */
  verificationUrl: string;
  attestation?: string;
}

export interface MyUse {
  useId: string;
  usedAt: string;
  organisation: { name: Words; creditCode?: string };
  matter: { code: string; name: Words };
  identifiers: string[];
  fields: string[];
}

export interface PresentationCode {
  /** Absent where a repeated request comes after the code's end. */
  code?: string;
  expiresAt: string;
}

/** `GET /v1/me/licences`, one page. */
export const listMyLicences = (token: string, after?: string | null, options: RequestOptions = {}) =>
  request<List<MyLicence>>(paged('/v1/me/licences', after), { ...options, token });

/** `GET /v1/me/uses`, one page, newest first. */
export const listMyUses = (token: string, after?: string | null, options: RequestOptions = {}) =>
  request<List<MyUse>>(paged('/v1/me/uses', after), { ...options, token });

/** `POST /v1/me/presentation-codes`: a single-use code for one matter and one receiver (a credit code). */
export const makePresentationCode = (
  token: string,
  body: { licences: string[]; matterCode: string; receiver: string },
  idempotencyKey: string,
  options: RequestOptions = {},
): Promise<Answer<PresentationCode>> =>
  request('/v1/me/presentation-codes', { ...options, method: 'POST', token, body, idempotencyKey });

function paged(path: string, after?: string | null): string {
  return after ? `${path}?${new URLSearchParams({ after })}` : path;
}
