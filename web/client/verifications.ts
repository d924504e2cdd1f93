import { type Answer, type RequestOptions, request } from './request.js';
import type { Words } from './words.js';

/**
 * What is asked: a credential (SD-JWT VC text), the text of a QR, a licence's identifier with the code of its address, or a
 * file (a PDF, or a licence file).
 */
export type Question = { credential: string } | { qr: string } | { identifier: string; code: string } | { file: Blob };

export type Verdict = 'valid' | 'invalid' | 'indeterminate';
export type Outcome = 'passed' | 'failed' | 'indeterminate' | 'not-applicable';
export type CheckName = 'integrity' | 'issuer' | 'right-to-issue' | 'validity' | 'status' | 'attestation' | 'holder';

export interface Check {
  check: CheckName;
  outcome: Outcome;
  code: string;
  detail: string;
  /** When the evidence was true (RFC 3339). */
  asOf: string;
}

export interface ReportedHolder {
  kind?: 'person' | 'organisation';
  codeType?: string;
  code?: string;
  name?: string;
}

/** What the verification tells of the licence: never more than the asker brought or the code opens. */
export interface ReportedLicence {
  identifier?: string;
  licenceNumber?: string | null;
  typeCode?: string;
  typeName?: Words;
  issuer?: string | { name?: Words; creditCode?: string };
  issuerName?: Words;
  holders?: ReportedHolder[];
  state?: string;
  issuanceDate?: string;
  validFrom?: string | null;
  validUntil?: string | null;
  supersededBy?: string;
}

/** Block times around the licence's event, and what it claims (RFC 3339; `claimedIssuance` a day). */
export interface TimeBound {
  claimed: string;
  notAfter: string;
  absentAt?: string;
  notBefore?: string;
  claimedIssuance?: string;
}

export interface Report {
  verdict: Verdict;
  checks: Check[];
  timeBound?: TimeBound;
  licence?: ReportedLicence;
  /** Time of judgement (RFC 3339). */
  at: string;
  /** For a second verdict elsewhere; given when it was asked for. */
  evidence?: AnsweredEvidence;
}

/** What the registry judged by, as far as it may leave it: no disclosure that the asker did not bring. */
export interface AnsweredEvidence {
  /** Empty where no master was found. */
  credential: string;
  receipt: unknown;
  statusToken: string | null;
}

/** `POST /v1/verifications`, with the evidence for a second verdict. A code travels in the body, never in an address. */
export async function verifyLicence(question: Question, options: RequestOptions = {}): Promise<Answer<Report>> {
  const body = 'file' in question ? formOf(question.file) : { ...question, evidence: true };
  const answer = await request<Report>('/v1/verifications', { ...options, method: 'POST', body });
  // An answer that is not a report must not be painted as a verdict.
  if (answer.ok && !isReport(answer.value))
    return { ok: false, problem: { kind: 'unreadable', status: answer.status } };
  return answer;
}

/** The name of a file tells something of its owner, so it is left behind. */
function formOf(file: Blob): FormData {
  const form = new FormData();
  form.append('evidence', 'true');
  form.append('file', file, 'licence');
  return form;
}

function isReport(value: Report): boolean {
  const verdicts: unknown[] = ['valid', 'invalid', 'indeterminate'];
  return typeof value === 'object' && value !== null && verdicts.includes(value.verdict) && Array.isArray(value.checks);
}
