export { eventEntry, type LicenceEvent } from './event.js';
export {
  decide,
  type LicenceCommand,
  type LicenceState,
  licenceCommands,
  licenceStates,
  type Transition,
  transitions,
} from './lifecycle.js';
export { type ReasonCode, type ReasonedCommand, reasonCodes } from './reason-codes.js';
export { statusOf } from './status-of.js';
