import type { Problem, Verdict } from '../client/index.js';
import type { Judged } from './second/second-verdict.js';

/** What is shown: a report judged twice, or by this device alone from what it keeps. */
export interface Outcome extends Judged {
  /** The verdict that the registry gave, or this device's own when the registry was not asked. */
  registrySaid: Verdict;
  /** Judged without the registry, by information of this age (RFC 3339), and why it gave no answer. */
  offline?: { asOf: string; problem: Problem };
}
