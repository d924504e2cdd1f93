/** A licence whose issue was answered, and all that was answered about it since. */
export interface Acknowledged {
  identifier: string;
  typeCode: string;
  credential: string;
  /** Idempotency-Key and body of the issue */
  key: string;
  body: unknown;
  state: 'active' | 'suspended';
  /** answered events, the issue included */
  events: number;
  /** a change was sent and is not answered */
  changing: boolean;
}

/** What a drill saw. */
export interface Record {
  acknowledged: Acknowledged[];
  /** each a sentence; none in a run that kept its promises */
  violations: string[];
  /** answers, by status; `none` when the connection broke or nobody listened */
  answers: Map<string, number>;
  /** requests that were sent again under the same key until they were answered */
  retried: number;
  changes: number;
  verified: number;
}

export const newRecord = (): Record => ({
  acknowledged: [],
  violations: [],
  answers: new Map(),
  retried: 0,
  changes: 0,
  verified: 0,
});

export function violation(record: Record, sentence: string): void {
  if (record.violations.length < 50) record.violations.push(sentence);
}
