import type { List } from './me.js';
import { type RequestOptions, request } from './request.js';
import type { Words } from './words.js';

/** One proof item (证明事项) of a matter and how it is met. */
export interface Proof {
  code: string;
  name: Words;
  handling: string;
  typeCodes: string[];
  /** The fields that a use hands over, and no more. */
  fields: string[];
}

export interface Matter {
  code: string;
  name: Words;
  version: number;
  proofs: Proof[];
  /** Organisations that may use a licence for this matter. */
  receivers?: { name: Words; creditCode: string }[];
}

/** `GET /v1/matters`. */
export const listMatters = (token: string, options: RequestOptions = {}) =>
  request<List<Matter>>('/v1/matters?limit=200', { ...options, token });
