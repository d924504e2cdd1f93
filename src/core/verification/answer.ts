import type { CheckCode } from './codes.js';
import type { Lack } from './lack.js';
import type { Check, CheckName, Outcome } from './report.js';
import { checkText } from './texts.js';

/** Makes one answer; `particulars` follow the code's English text, for people, and hold no personal data. */
export function answer(check: CheckName, outcome: Outcome, code: CheckCode, asOf: string, particulars?: string): Check {
  const says = checkText(code, 'en').says;
  return { check, outcome, code, detail: particulars === undefined ? says : `${says} (${particulars})`, asOf };
}

/** The answer of a check that lacks something which several checks need. */
export function lacking(check: CheckName, { lacks, detail, asOf }: Lack): Check {
  return answer(check, 'indeterminate', lacks, asOf, detail);
}

/** The answer of a check other than integrity when the credential can't be read. */
export function unreadable(check: CheckName, asOf: string): Check {
  return answer(check, 'indeterminate', 'credential-unreadable', asOf);
}
