import { canonicalJson, type JsonValue } from '../json/index.js';
import type { Report } from './report.js';

/**
 * A report as canonical JSON (RFC 8785), one line: the same evidence, policy and moment give the same text wherever they are
 * judged, so that reports may be compared, hashed and signed.
 */
export function reportText(report: Report): string {
  return canonicalJson(report as unknown as JsonValue);
}
