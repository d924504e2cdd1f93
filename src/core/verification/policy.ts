/** How checks become a verdict. Callers may narrow it; no policy turns a failed check into *valid*. */
export interface Policy {
  name: 'standard' | 'strict';
  /**
   * For how many seconds after its event a licence may be valid without a known anchor, if it comes with an inclusion
   * promise or a logged receipt; 0 wants the anchor at once.
   */
  attestationGrace: number;
  /** How old the status may be, in seconds, before it counts as not known. */
  statusMaxAge: number;
}

const day = 24 * 60 * 60;

/** The default: the log has a day to anchor what it promised. */
export const standard: Policy = { name: 'standard', attestationGrace: day, statusMaxAge: day };

/** Wants the anchor at once. */
export const strict: Policy = { name: 'strict', attestationGrace: 0, statusMaxAge: day };

/** A policy that asks for at least as much: each bound becomes the smaller one. */
export function narrow(policy: Policy, bounds: Partial<Pick<Policy, 'attestationGrace' | 'statusMaxAge'>>): Policy {
  return {
    name: policy.name,
    attestationGrace: Math.max(
      0,
      Math.min(policy.attestationGrace, bounds.attestationGrace ?? policy.attestationGrace),
    ),
    statusMaxAge: Math.max(0, Math.min(policy.statusMaxAge, bounds.statusMaxAge ?? policy.statusMaxAge)),
  };
}
