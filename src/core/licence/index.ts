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
export { statusOf } from './status-of.js';
