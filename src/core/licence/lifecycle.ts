import { ok, type Result, refuse } from '../result.js';

/** The states of a licence. *Expired* is none of them: it is a fact about time, judged from the credential's dates. */
export const licenceStates = [
  'active',
  'suspended',
  'rescinded',
  'revoked',
  'cancelled',
  'superseded',
  'transferred',
] as const;
/** A state: active 有效, suspended 暂扣, rescinded 撤销, revoked 吊销, cancelled 注销, superseded 已换发, transferred 办理转出. */
export type LicenceState = (typeof licenceStates)[number];

/** What may be done to a licence. */
export const licenceCommands = [
  'issue',
  'change',
  'renew',
  'suspend',
  'resume',
  'rescind',
  'revoke',
  'cancel',
  'transfer',
  'supersede',
] as const;
/**
 * A command. `change` and `renew` make a new version and are the first event of it; `supersede` is the event of the
 * version before. `transfer` moves a licence to another registry.
 */
export type LicenceCommand = (typeof licenceCommands)[number];

/** One row of the lifecycle: `from` null means that the licence does not exist yet. */
export interface Transition {
  command: LicenceCommand;
  from: LicenceState | null;
  to: LicenceState;
}

/** The lifecycle, whole: what is not here is not allowed. */
export const transitions: readonly Transition[] = [
  { command: 'issue', from: null, to: 'active' },
  { command: 'change', from: null, to: 'active' },
  { command: 'renew', from: null, to: 'active' },
  { command: 'suspend', from: 'active', to: 'suspended' },
  { command: 'resume', from: 'suspended', to: 'active' },
  { command: 'rescind', from: 'active', to: 'rescinded' },
  { command: 'rescind', from: 'suspended', to: 'rescinded' },
  { command: 'revoke', from: 'active', to: 'revoked' },
  { command: 'revoke', from: 'suspended', to: 'revoked' },
  { command: 'cancel', from: 'active', to: 'cancelled' },
  { command: 'cancel', from: 'suspended', to: 'cancelled' },
  { command: 'transfer', from: 'active', to: 'transferred' },
  { command: 'supersede', from: 'active', to: 'superseded' },
];

/** The state that a command leads to; `state` is null for a licence that does not exist yet. */
export function decide(
  state: LicenceState | null,
  command: LicenceCommand,
): Result<LicenceState, 'transition-not-allowed'> {
  for (const row of transitions) if (row.command === command && row.from === state) return ok(row.to);
  return refuse('transition-not-allowed', `${command} is not allowed from ${state ?? 'nothing'}`);
}
