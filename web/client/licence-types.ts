import { type RequestOptions, request } from './request.js';
import type { Words } from './words.js';

export interface LicenceTypeView {
  code: string;
  name: Words;
  /** The fields on the licence's face, as its type names them. */
  fields: { name: string; label: Words }[];
}

/** `GET /v1/licence-types/{code}`. */
export const readLicenceType = (token: string, code: string, options: RequestOptions = {}) =>
  request<LicenceTypeView>(`/v1/licence-types/${encodeURIComponent(code)}`, { ...options, token });
