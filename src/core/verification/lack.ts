import type { CommonCode } from './codes.js';

/** What a check lacks to answer. */
export interface Lack {
  lacks: CommonCode;
  detail: string;
  asOf: string;
}
