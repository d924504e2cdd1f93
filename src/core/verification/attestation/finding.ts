import type { AttestationCode } from '../codes.js';
import type { Outcome, TimeBound } from '../report.js';

/** What one step of the attestation found; `undefined` where a step may find nothing means: go on. */
export interface Finding {
  outcome: Exclude<Outcome, 'not-applicable'>;
  code: AttestationCode;
  particulars?: string;
  /** Given when the event was found under an anchor that is on the chain. */
  bound?: TimeBound;
}

/** Makes the finding for a proof that is wrong: *failed* when the asker brought it, *indeterminate* when it was fetched. */
export type Wrong = (code: AttestationCode, particulars?: string) => Finding;

/** See {@link Wrong}. */
export function wrongWhen(brought: boolean): Wrong {
  return (code, particulars) => ({ outcome: brought ? 'failed' : 'indeterminate', code, particulars });
}

/** The codes that a policy may bear with, each with the code for when the time allowed has passed. */
const bearable = {
  'pending-with-promise': 'promise-overdue',
  'logged-not-anchored': 'anchor-overdue',
  'anchor-unconfirmed': 'anchor-unconfirmed-overdue',
} as const satisfies Partial<Record<AttestationCode, AttestationCode>>;

/** Whether a code means: proven to be under way, and within the time that the policy allows. */
export function isBearable(code: string): boolean {
  return Object.hasOwn(bearable, code);
}

/** The finding that the anchor is still awaited; `young` when the policy's time has not passed. */
export function waiting(code: keyof typeof bearable, young: boolean, particulars: string): Finding {
  return { outcome: 'indeterminate', code: young ? code : bearable[code], particulars };
}
