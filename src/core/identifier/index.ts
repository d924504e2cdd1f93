export { type CitizenNumberRefusal, checkCitizenNumber, citizenNumberCheckCharacter } from './citizen-number.js';
export { type CreditCodeRefusal, checkCreditCode, creditCodeCheckCharacter } from './credit-code.js';
export {
  checkHolderCode,
  type HolderCodeRefusal,
  type HolderCodeType,
  type HolderKind,
  holderCodeTypes,
} from './holder-code.js';
export {
  formatLicenceIdentifier,
  type IdentifierRefusal,
  type LicenceIdentifier,
  licenceCheckCharacter,
  parseLicenceIdentifier,
} from './licence-identifier.js';
export { maskCode, maskName } from './mask.js';
