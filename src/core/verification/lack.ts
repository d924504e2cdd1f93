import type { CommonCode, HistoryCode } from './codes.js';

/** What a check lacks to answer. */
export interface Lack {
  lacks: CommonCode | HistoryCode;
  detail: string;
  asOf: string;
}
