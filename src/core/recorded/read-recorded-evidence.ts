import type { CarrierEvidence } from '../carrier/index.js';
import { fromBase64 } from '../checkpoint/base64.js';
import { isJsonObject, parseStrictJson } from '../json/index.js';
import { ok, type Result, refuse } from '../result.js';
import { parseInstant } from '../time/index.js';
import { evidenceGuard, policyGuard, type WrittenEvidence } from './evidence-shape.js';
import {
  recordedEvidenceLimits as limits,
  type PinnedRoots,
  type RecordableEvidence,
  type RecordedEvidence,
  recordedEvidenceFormat,
} from './recorded-evidence.js';

/** Why a text is no record of evidence; `-format` when it is JSON of something else. */
export type RecordedEvidenceRefusal =
  | 'recorded-evidence-json'
  | 'recorded-evidence-format'
  | 'recorded-evidence-at'
  | 'recorded-evidence-policy'
  | 'recorded-evidence-form'
  | 'recorded-evidence-carrier';

/**
 * Reads a record of evidence within {@link limits}, and puts the judge's own roots where a root is asked for. What is signed
 * in it is for those who judge it. Never throws.
 */
export function readRecordedEvidence(
  text: string,
  { root, former = [] }: PinnedRoots,
): Result<RecordedEvidence, RecordedEvidenceRefusal> {
  const parsed = parseStrictJson(text, { maxLength: limits.length, maxDepth: limits.depth });
  if (!parsed.ok) return refuse('recorded-evidence-json', parsed.code);
  if (!isJsonObject(parsed.value)) return refuse('recorded-evidence-format');
  const { format, at: atText, policy, evidence, ...more }: Record<string, unknown> = parsed.value;
  if (format !== recordedEvidenceFormat) return refuse('recorded-evidence-format');
  if (Object.keys(more).length > 0) return refuse('recorded-evidence-form', 'a member that has no place');
  const at = typeof atText === 'string' ? parseInstant(atText) : undefined;
  if (at === undefined) return refuse('recorded-evidence-at', undefined, '/at');
  if (!policyGuard(policy)) return refuse('recorded-evidence-policy', undefined, '/policy');
  if (!evidenceGuard(evidence)) return refuse('recorded-evidence-form', undefined, '/evidence');
  const carrier = evidence.carrier && readCarrierOf(evidence.carrier);
  if (carrier === undefined && (evidence.carrier !== undefined || evidence.credential === undefined)) {
    return refuse('recorded-evidence-carrier', undefined, '/evidence/carrier');
  }
  const { trust, history } = evidence;
  const whole = {
    ...evidence,
    ...(carrier && { carrier }),
    trust: 'jws' in trust ? { ...trust, root } : trust,
    ...(history && { history: { ...history, roots: [root, ...former] } }),
  };
  return ok({ evidence: whole as RecordableEvidence, policy, at });
}

function readCarrierOf({ content, ...carrier }: NonNullable<WrittenEvidence['carrier']>): CarrierEvidence | undefined {
  if (carrier.kind !== 'pdf') return { ...carrier, content };
  const bytes = fromBase64(content);
  return bytes !== undefined && bytes.length <= limits.pdfBytes ? { ...carrier, content: bytes } : undefined;
}
