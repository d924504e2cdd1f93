import type { StatusValue } from '../status/index.js';
import type { LicenceState } from './lifecycle.js';

/** The value that the status list publishes for a state: 0 valid, 1 invalid for good, 2 suspended. */
export function statusOf(state: LicenceState): StatusValue {
  if (state === 'active') return 0;
  return state === 'suspended' ? 2 : 1;
}
