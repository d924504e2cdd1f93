import { toBase64 } from '../checkpoint/base64.js';
import { canonicalJson, type JsonValue } from '../json/index.js';
import { ok, type Result, refuse } from '../result.js';
import { instantText } from '../time/index.js';
import { type RecordedEvidenceRefusal, readRecordedEvidence } from './read-recorded-evidence.js';
import { type RecordedEvidence, recordedEvidenceFormat } from './recorded-evidence.js';

/**
 * Writes a record as canonical JSON, without the trust roots; what {@link readRecordedEvidence} would not take is refused as
 * it refuses it.
 */
export function formatRecordedEvidence({
  evidence,
  policy,
  at,
}: RecordedEvidence): Result<string, RecordedEvidenceRefusal> {
  const { trust, carrier, history, ...rest } = evidence;
  const written = {
    ...rest,
    trust: 'jws' in trust ? { jws: trust.jws, seenNumber: trust.seenNumber, asOf: trust.asOf } : trust,
    carrier: carrier && { ...carrier, content: textOf(carrier.content) },
    history: history && { trust: history.trust, status: history.status },
    subject: undefined,
  };
  const whole = { format: recordedEvidenceFormat, policy, at: instantText(at), evidence: written };
  const text = canonicalJson(whole as unknown as JsonValue);
  const read = readRecordedEvidence(text, { root: anyRoot });
  return read.ok ? ok(text) : refuse(read.code, read.detail, read.pointer);
}

/** Reading judges no signature, so any root will do. */
const anyRoot = { kty: 'EC', crv: 'P-256', x: '', y: '' } as const;

const textOf = (content: string | Uint8Array) => (typeof content === 'string' ? content : toBase64(content));
